"""The maxout activation."""

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class Maxout(keras.layers.Layer):
    """The largest of `pieces` linear functions for each unit.

        h_i(x) = max over j of x W_ij + b_ij

    Goodfellow et al. (2013), "Maxout Networks", https://arxiv.org/abs/1302.4389,
    section 3. Shapes: [..., N] to [..., units].

    Args:
        units: number of maxout units.
        pieces: linear functions per unit, k.
        kernel_initializer: of the matrix [N, pieces * units].
        bias_initializer: of the vector [pieces * units].
        **kwargs: of `keras.layers.Layer`.

    Departures: none. Column p * units + i of the matrix is piece p of unit i (strided
    groups, as in tensorflow-addons).
    """

    def __init__(
        self,
        units,
        pieces,
        *,
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.units = units
        self.pieces = pieces
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)

    def build(self, input_shape):
        width = self.pieces * self.units
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], width),
            initializer=self.kernel_initializer,
        )
        self.bias = self.add_weight(
            name="bias", shape=(width,), initializer=self.bias_initializer
        )

    def call(self, inputs):
        linear = ops.matmul(inputs, self.kernel) + self.bias
        pieces = (-1, *linear.shape[1:-1], self.pieces, self.units)
        return ops.max(ops.reshape(linear, pieces), axis=-2)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        serialize = keras.initializers.serialize
        return {
            **super().get_config(),
            "units": self.units,
            "pieces": self.pieces,
            "kernel_initializer": serialize(self.kernel_initializer),
            "bias_initializer": serialize(self.bias_initializer),
        }
