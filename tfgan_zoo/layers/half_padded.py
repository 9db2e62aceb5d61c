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
        padding: "valid"; the layer's own comes on top.
        **kwargs: of `keras.layers.Conv2DTranspose`.

    Raises:
        ValueError: another padding, channels first, or a smaller kernel.
    """

    def __init__(self, filters, kernel_size=5, strides=2, padding="valid", **kwargs):
        super().__init__(filters, kernel_size, strides, padding, **kwargs)
        if padding != "valid" or self.data_format != "channels_last":
            raise ValueError(
                "The padding is a half of the kernel, of images [B, H, W, C]; leave "
                f"`padding` and `data_format` out. Received: {padding!r}, "
                f"{self.data_format!r}"
            )
        # Rows above and below, or columns beside, that the unpadded layer has too many.
        self.crops = [
            (size // 2, size - size // 2 - stride)
            for size, stride in zip(self.kernel_size, self.strides, strict=True)
        ]
        if min(below for _, below in self.crops) < 0:
            raise ValueError(
                "`kernel_size` is at least 2 strides - 1. Received: "
                f"{self.kernel_size} for strides {self.strides}"
            )

    def call(self, inputs):
        (top, bottom), (left, right) = self.crops
        outputs = super().call(inputs)
        return outputs[:, top : -bottom or None, left : -right or None]

    def compute_output_shape(self, input_shape):
        batch, *sizes, _ = input_shape
        larger = (
            None if size is None else stride * size
            for size, stride in zip(sizes, self.strides, strict=True)
        )
        return batch, *larger, self.filters
