"""The 4x4 convolution that doubles an image, fast also at both ends of a network."""

import keras
import numpy as np
import tensorflow as tf

from tfgan_zoo.layers import kernels


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class DoublingConv2DTranspose(keras.layers.Conv2DTranspose):
    """Transposed convolution by 4x4 kernels: [B, H, W, C] to [B, 2H, 2W, filters].

    It is `keras.layers.Conv2DTranspose`, with its arguments, weights and numbers. On a
    processor, the kernel that TensorFlow has for it is slow in two places, where the
    same numbers come from one product of matrices, which says what each position adds
    to the 4x4 pixels around it:

    * Many channels and up to `FEW` positions [B, H, W], as in the middle of a U-Net:
      most of the time would go into reordering the weights.
    * Few filters, as in the last layer of a generator: at most one for 16 channels, so
      that what is added is smaller than the inputs.

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
        if not kernels.on_processor() or not self._doubles():
            return super().call(inputs)
        positions = inputs.shape[:3].num_elements()  # None, if the batch may differ.
        if 16 * self.filters <= inputs.shape[-1]:
            outputs = self._of_few_filters(inputs)
        elif positions is not None and positions <= self.FEW:
            outputs = self._of_few_positions(inputs)
        else:
            return super().call(inputs)
        if self.use_bias:
            outputs += tf.convert_to_tensor(self.bias)
        return self.activation(outputs)

    def _of_few_filters(self, inputs):
        kernel = tf.reshape(self.kernel, [16 * self.filters, inputs.shape[-1]])
        added = tf.nn.conv2d(inputs, tf.transpose(kernel)[None, None], 1, "VALID")
        # A block of 2x2 pixels takes from 3x3 positions: a convolution whose kernel
        # only says which of what they add is whose.
        blocks = tf.nn.conv2d(
            added, tf.constant(_shares(self.filters), added.dtype), 1, "SAME"
        )
        return tf.nn.depth_to_space(blocks, 2)

    def _of_few_positions(self, inputs):
        batch, height, width, channels = inputs.shape
        rows = tf.reshape(inputs, [-1, channels])
        kernel = tf.reshape(self.kernel, [16 * self.filters, channels])
        # Not `tf.matmul(..., transpose_b=True)`, whose kernel is slow for few rows.
        added = tf.einsum("pc,kc->pk", rows, kernel)
        # As 2x2 blocks of 2x2.
        added = tf.reshape(added, [batch, height, width, 2, 2, 2, 2, self.filters])
        canvas = 0.0
        for i in range(2):
            for j in range(2):
                block = tf.transpose(added[:, :, :, i, :, j], [0, 1, 3, 2, 4, 5])
                shape = [batch, 2 * height, 2 * width, self.filters]
                around = [[0, 0], [2 * i, 2 - 2 * i], [2 * j, 2 - 2 * j], [0, 0]]
                canvas += tf.pad(tf.reshape(block, shape), around)
        return canvas[:, 1:-1, 1:-1]

    def _doubles(self):
        return (
            (*self.kernel_size, *self.strides) == (4, 4, 2, 2)
            and self.padding == "same"
            and self.output_padding is None
            and self.data_format == "channels_last"
            and tuple(self.dilation_rate) == (1, 1)
        )


def _shares(filters):
    """Kernel [3, 3, 16 filters, 4 filters] from what is added to blocks of 2x2 pixels.

    Along one axis, pixel 2i + a takes from position i + d what it adds to the pixel k
    of its four, 2 (i + d) - 1 + k: so k = a + 1 - 2d.
    """
    share = np.stack([np.eye(4, 2, 2 * d - 1) for d in (-1, 0, 1)])  # [d, k, a]
    shares = np.einsum("dka,elb,cf->deklcabf", share, share, np.eye(filters))
    return shares.reshape(3, 3, 16 * filters, 4 * filters)
