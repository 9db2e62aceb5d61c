"""Adam by one kernel for each weight."""

import keras

from tfgan_zoo import private_api
from tfgan_zoo.kernels.tensorflow import tf


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class Adam(private_api.OncePerStep, keras.optimizers.Adam):
    """Keras's Adam, with its arguments, state and numbers.

        m = beta_1 m + (1 - beta_1) g
        v = beta_2 v + (1 - beta_2) g^2
        w = w - rate sqrt(1 - beta_2^t) / (1 - beta_1^t) m / (sqrt(v) + epsilon)

    Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization",
    https://arxiv.org/abs/1412.6980, algorithm 1 in the form of section 2's last
    paragraph. Keras goes through all weights a dozen times; TensorFlow has a kernel
    that goes through them once, which matters where the networks are large and the
    minibatches small.
    """

    def for_all(self, weights, learning_rate):
        """The rate, and for each type the powers of the decays.

        They travel together, since nothing may be kept where replicas are traced.
        """
        dtypes = sorted({variable.dtype for variable in weights})
        return {"rate": learning_rate} | {d: self._powers(d) for d in dtypes}

    def update_step(self, gradient, variable, learning_rate):
        rate, dtype = learning_rate["rate"], tf.as_dtype(variable.dtype).name
        if self.amsgrad or not isinstance(gradient, tf.Tensor):
            super().update_step(gradient, variable, rate)
            return
        beta1_power, beta2_power = learning_rate[dtype]
        tf.raw_ops.ResourceApplyAdam(
            var=handle(variable),
            m=handle(private_api.slot(self, "momentums", variable)),
            v=handle(private_api.slot(self, "velocities", variable)),
            beta1_power=beta1_power,
            beta2_power=beta2_power,
            lr=tf.cast(rate, dtype),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=tf.cast(gradient, dtype),
        )

    def _powers(self, dtype):
        """beta_1^t and beta_2^t."""
        steps = tf.cast(self.iterations + 1, dtype)
        betas = tf.cast(self.beta_1, dtype), tf.cast(self.beta_2, dtype)
        return tuple(beta**steps for beta in betas)


def handle(variable):
    """Of TensorFlow's variable, on a replica that of the replica's own."""
    if isinstance(variable, keras.Variable):
        variable = variable.value
    return variable.handle
