"""The transposed convolution of odd kernels that doubles an image about its centre."""

import keras


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class HalfPaddedConv2DTranspose(keras.layers.Conv2DTranspose):
    """Transposed convolution with half padding: [B, H, W, C] to [B, sH, sW, filters].

        y[s i + k - K // 2] = sum of W[k] x[i], on each axis, k from 0 to K - 1

    It is the gradient of a convolution of stride s whose images are padded by K // 2 on
    every side: `border_mode="half"` of Theano, padding=K // 2 with output_padding=s - 1
    in PyTorch. "same" of Keras is the gradient of its own "same", which pads one pixel
    less above and to the left where K is odd and s is 2: each such layer moves the
    image by one pixel.

    Args:
        filters: channels of the output.
        kernel_size: K, at least 2 s - 1.
        strides: s.
        **kwargs: of `keras.layers.Conv2DTranspose`, but for its padding.
    """

    def __init__(self, filters, kernel_size=5, strides=2, **kwargs):
        super().__init__(
            filters, kernel_size, strides, **{**kwargs, "padding": "valid"}
        )

    def call(self, inputs):
        outputs = super().call(inputs)
        height, width = (
            slice(size // 2, size // 2 + stride * length)
            for size, stride, length in zip(
                self.kernel_size, self.strides, inputs.shape[1:3], strict=True
            )
        )
        return outputs[:, height, width]

    def compute_output_shape(self, input_shape):
        batch, height, width, _ = input_shape
        return batch, self.strides[0] * height, self.strides[1] * width, self.filters
