"""Minibatch discrimination: each example also sees how close the others are."""

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class MinibatchDiscrimination(keras.layers.Layer):
    """Appends to each example's features how close the minibatch is to it.

        M_i = f(x_i) T,  a matrix [kernels, kernel_dim]
        o(x_i)_b = sum over j of exp(-||M_ib - M_jb||_1)

    Salimans et al. (2016), "Improved Techniques for Training GANs",
    https://arxiv.org/abs/1606.03498, section 3.2. The sum is over the whole
    minibatch, j = i included, so each o is in [1, B]. Shapes: [B, A] to
    [B, A + kernels]. On several replicas the minibatch is the replica's own.

    Args:
        kernels: number of outputs o for each example, B in the paper.
        kernel_dim: width of the rows that are compared, C in the paper.
        kernel_initializer: of T [A, kernels, kernel_dim], drawn as the matrix
            [A, kernels * kernel_dim].
        **kwargs: of `keras.layers.Layer`.

    Departures: none. The authors' code also gives T's columns a length of their own,
    adds a bias, and leaves j = i out.
    """

    def __init__(
        self, kernels, kernel_dim, *, kernel_initializer="glorot_uniform", **kwargs
    ):
        super().__init__(**kwargs)
        self.kernels = kernels
        self.kernel_dim = kernel_dim
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        if len(input_shape) != 2:
            raise ValueError(
                "Minibatch discrimination compares features [B, A]; flatten them "
                f"first. Received shape: {input_shape}"
            )

        def initializer(shape, dtype=None):
            # As a matrix: Keras would take [A, kernels, kernel_dim] for a convolution.
            matrix = (shape[0], self.kernels * self.kernel_dim)
            return ops.reshape(self.kernel_initializer(matrix, dtype=dtype), shape)

        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.kernels, self.kernel_dim),
            initializer=initializer,
        )

    def call(self, inputs):
        rows = ops.tensordot(inputs, self.kernel, axes=1)  # [B, kernels, kernel_dim]
        rows = ops.cast(rows, keras.backend.result_type(rows.dtype, "float32"))
        distances = ops.sum(ops.abs(rows[:, None] - rows[None]), axis=-1)  # [B, B, k]
        closeness = ops.sum(ops.exp(-distances), axis=1)  # [B, kernels]
        return ops.concatenate([inputs, ops.cast(closeness, inputs.dtype)], axis=-1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1] + self.kernels)

    def get_config(self):
        return {
            **super().get_config(),
            "kernels": self.kernels,
            "kernel_dim": self.kernel_dim,
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
        }
