"""RMSprop by one kernel for each weight."""

import types

import keras

from tfgan_zoo import private_api
from tfgan_zoo.kernels.adam import handle
from tfgan_zoo.kernels.tensorflow import tf


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class RMSprop(keras.optimizers.RMSprop):
    """Keras's RMSprop, with its arguments, state and numbers.

        v = rho v + (1 - rho) g^2
        m = momentum m + rate g / sqrt(v + epsilon)
        w = w - m

    Tieleman and Hinton (2012), "Lecture 6.5: RMSProp", COURSERA: Neural Networks for
    Machine Learning,
    https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf. Keras has
    ten operations for each weight, and TensorFlow one kernel, which rounds otherwise in
    the last bit.
    """

    def build(self, variables):
        super().build(variables)
        # The kernel wants an m also without momentum, to write to. It is no state: not
        # saved, and the same for all weights of a shape.
        shapes = [(tuple(v.shape), v.dtype) for v in variables if not self.momentum]
        self._scratch = types.SimpleNamespace(
            of={key: tf.Variable(tf.zeros(*key)) for key in dict.fromkeys(shapes)}
        )

    def update_step(self, gradient, variable, learning_rate):
        if self.centered or not isinstance(gradient, tf.Tensor):
            super().update_step(gradient, variable, learning_rate)
            return
        dtype = tf.as_dtype(variable.dtype).name
        if self.momentum:
            momentum = private_api.slot(self, "momentums", variable)
        else:
            momentum = self._scratch.of[tuple(variable.shape), dtype]
        tf.raw_ops.ResourceApplyRMSProp(
            var=handle(variable),
            ms=handle(private_api.slot(self, "velocities", variable)),
            mom=handle(momentum),
            lr=tf.cast(learning_rate, dtype),
            rho=self.rho,
            momentum=self.momentum,
            epsilon=self.epsilon,
            grad=tf.cast(gradient, dtype),
        )
