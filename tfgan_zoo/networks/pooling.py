"""Pooling and upsampling: what DCGAN's strided convolutions took the place of.

Each stands where `networks.dcgan` has a layer of stride 2, with the same kernel, and so
as many weights. Its paper (Radford et al., 2015, https://arxiv.org/abs/1511.06434,
section 3) takes the strided ones from Springenberg et al. (2014),
https://arxiv.org/abs/1412.6806, "which replaces deterministic spatial pooling functions
(such as maxpooling)".
"""

from keras import layers


def max_pooled_convolution(filters, kernel_size, *, strides, **options):
    """A convolution at every pixel, then the maximum of each window: [B, H, W, C].

    Args:
        filters: channels of the output.
        kernel_size: of the convolution.
        strides: side of the windows, and the step between them.
        **options: of `keras.layers.Conv2D`.

    Returns:
        A function of the inputs, to [B, H / strides, W / strides, filters].
    """
    convolution = layers.Conv2D(filters, kernel_size, **options)
    # In front of an activation that rises, the maximum is the same as behind it.
    return lambda x: layers.MaxPooling2D(strides)(convolution(x))


def upsampled_convolution(filters, kernel_size, *, strides, **options):
    """Each pixel repeated, then a convolution: [B, H, W, C].

    Args:
        filters: channels of the output.
        kernel_size: of the convolution.
        strides: how often a pixel is repeated along each side.
        **options: of `keras.layers.Conv2D`.

    Returns:
        A function of the inputs, to [B, H * strides, W * strides, filters].
    """
    convolution = layers.Conv2D(filters, kernel_size, **options)
    return lambda x: convolution(layers.UpSampling2D(strides)(x))
