"""The 4x4 convolution that doubles an image, fast also at both ends of a network."""

import keras

from tfgan_zoo import kernels
from tfgan_zoo.kernels import transposed_convolution
from tfgan_zoo.kernels.tensorflow import tf


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
            outputs = transposed_convolution.of_few_filters(inputs, self.kernel)
        elif positions is not None and positions <= self.FEW:
            outputs = transposed_convolution.of_few_positions(inputs, self.kernel)
        else:
            return super().call(inputs)
        if self.use_bias:
            outputs += tf.convert_to_tensor(self.bias)
        return self.activation(outputs)

    def _doubles(self):
        return (
            (*self.kernel_size, *self.strides) == (4, 4, 2, 2)
            and self.padding == "same"
            and self.output_padding is None
            and self.data_format == "channels_last"
            and tuple(self.dilation_rate) == (1, 1)
        )
