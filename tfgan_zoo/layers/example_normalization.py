"""Base of the normalisations within each example."""

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class ExampleNormalization(keras.layers.Layer):
    """Base of the norms in which an example does not depend on its minibatch.

        y = gamma (x - mean) / sqrt(variance + epsilon) + beta

    A subclass gives `normalize(x)`, [B, ..., C] without gamma and beta, which are one
    number for each channel. They are computed in float32 at least.

    Keras's own norms, and `tf.nn.moments`, take the variance about a mean that they
    hold constant: the first derivatives are right, the second, which a gradient
    penalty needs, are wrong.

    Args:
        epsilon: added to the variance.
        center: whether there is a bias, beta.
        scale: whether there is a gain, gamma.
        gamma_initializer: of the gain [C].
        beta_initializer: of the bias [C].
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(
        self,
        epsilon=1e-5,
        center=True,
        scale=True,
        gamma_initializer="ones",
        beta_initializer="zeros",
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.gamma_initializer = keras.initializers.get(gamma_initializer)
        self.beta_initializer = keras.initializers.get(beta_initializer)

    def build(self, input_shape):
        def add(name, initializer):
            return self.add_weight(
                name=name, shape=input_shape[-1:], initializer=initializer
            )

        self.gamma = add("gamma", self.gamma_initializer) if self.scale else None
        self.beta = add("beta", self.beta_initializer) if self.center else None

    def normalize(self, x):
        """The inputs [B, ..., C] with mean 0 and variance 1, of the same shape."""
        raise NotImplementedError

    def standardize(self, x, axes):
        """`x` with mean 0 and variance 1 over `axes`."""
        centred = x - ops.mean(x, axes, keepdims=True)
        variance = ops.mean(ops.square(centred), axes, keepdims=True)
        return centred * ops.rsqrt(variance + self.epsilon)

    def call(self, inputs):
        dtype = keras.backend.result_type(inputs.dtype, "float32")
        outputs = self.normalize(ops.cast(inputs, dtype))
        if self.scale:
            outputs = outputs * ops.cast(self.gamma, dtype)
        if self.center:
            outputs = outputs + ops.cast(self.beta, dtype)
        return ops.cast(outputs, inputs.dtype)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        serialize = keras.initializers.serialize
        return {
            **super().get_config(),
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
            "gamma_initializer": serialize(self.gamma_initializer),
            "beta_initializer": serialize(self.beta_initializer),
        }
