"""The 4x4 convolution that doubles an image, fast also where the image is tiny."""

import math

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class DoublingConv2DTranspose(keras.layers.Conv2DTranspose):
    """Transposed convolution by 4x4 kernels: [B, H, W, C] to [B, 2H, 2W, filters].

    It is `keras.layers.Conv2DTranspose`, with its arguments, weights and numbers. Where
    there are many channels and few positions, as in the middle of a U-Net, the kernel
    of convolution that TensorFlow uses on a processor spends most of its time on
    reordering the weights. Up to `FEW` positions [B, H, W] the same numbers come from
    one product of matrices.

    Args:
        filters: channels of the output.
        kernel_size: 4; others are left to Keras, as is what follows.
        strides: 2.
        padding: "same".
        **kwargs: of `keras.layers.Conv2DTranspose`.
    """

    FEW = 64  # With 1024 channels the product was faster up to 8x8, not at 16x16.

    def __init__(self, filters, kernel_size=4, strides=2, padding="same", **kwargs):
        super().__init__(filters, kernel_size, strides, padding, **kwargs)

    def call(self, inputs):
        if not self._is_few(inputs.shape[:3]):
            return super().call(inputs)
        batch, height, width, channels = inputs.shape
        rows = tf.reshape(inputs, [-1, channels])
        kernel = tf.reshape(self.kernel, [16 * self.filters, channels])
        # Not `tf.matmul(..., transpose_b=True)`, whose kernel is slow for few rows.
        added = tf.einsum("pc,kc->pk", rows, kernel)
        # What each position adds to 4x4 pixels, as 2x2 blocks of 2x2.
        added = tf.reshape(added, [batch, height, width, 2, 2, 2, 2, self.filters])
        canvas = 0.0
        for i in range(2):
            for j in range(2):
                block = tf.transpose(added[:, :, :, i, :, j], [0, 1, 3, 2, 4, 5])
                shape = [batch, 2 * height, 2 * width, self.filters]
                around = [[0, 0], [2 * i, 2 - 2 * i], [2 * j, 2 - 2 * j], [0, 0]]
                canvas += tf.pad(tf.reshape(block, shape), around)
        outputs = canvas[:, 1:-1, 1:-1]
        if self.use_bias:
            outputs += tf.convert_to_tensor(self.bias)
        return self.activation(outputs)

    def _is_few(self, positions):
        return (
            positions.is_fully_defined()
            and math.prod(positions) <= self.FEW
            and (*self.kernel_size, *self.strides) == (4, 4, 2, 2)
            and self.padding == "same"
            and self.output_padding is None
            and self.data_format == "channels_last"
            and tuple(self.dilation_rate) == (1, 1)
        )
