"""The U-Net of pix2pix: an encoder and a decoder with a shortcut at every size.

Isola, Zhu, Zhou and Efros (2017), "Image-to-Image Translation with Conditional
Adversarial Networks", https://arxiv.org/abs/1611.07004, sections 3.2.1 and 6.1.1, with
the sizes of the authors' code (https://github.com/phillipi/pix2pix and
https://github.com/junyanz/pytorch-CycleGAN-and-pix2pix).
"""

import keras
from keras import layers

from tfgan_zoo.layers import DoublingConv2DTranspose, Dropout, InstanceNormalization


def generator(
    image_shape,
    *,
    source_channels=3,
    width=64,
    skips=True,
    depth=None,
    dropout=0.5,
):
    """Sources [B, H, W, source_channels] to images [B, H, W, C] in [-1, 1].

    Every layer halves or doubles the image by 4x4 kernels. The encoder's channels are
    width times 1, 2, 4, 8, 8, ...; the decoder mirrors it, and each of its layers
    takes the one below joined to the encoder's layer of the same size. Dropout is the
    noise of the generator and stays on at test: a source has more than one image.

    Args:
        image_shape: (H, W, C) of the images; H and W multiples of 4.
        source_channels: channels of the sources.
        width: channels of the first hidden layer, ngf.
        skips: join the encoder's layers to the decoder's. Without them it is the
            encoder-decoder that the paper compares with.
        depth: halvings, at least 2; by default as many as leave whole pixels, down to
            one: 8 at 256x256, 5 at 96x96.
        dropout: its rate; 0 for a generator without noise, one image for each source.

    Returns:
        `keras.Model` with one input, `sources`.

    Departures: instance normalisation with gain and offset instead of batch
    normalisation. At the paper's batch of 1 the two are the same; at larger ones an
    image does not depend on the rest of its batch. As in the authors' later code, the
    innermost layer, of 1x1 pixels, is not normalised: nothing would be left of it.
    Dropout is in the first three layers of the decoder, as in the paper; where it has
    less than six, in the first half of them.
    """
    depth = _check_depth(image_shape, depth)
    filters = [width * min(2**i, 8) for i in range(depth)]

    sources = keras.Input((*image_shape[:2], source_channels), name="sources")
    x = layers.Conv2D(filters[0], **_convolution())(sources)
    encoded = [x]

    for i in range(1, depth):
        x = layers.LeakyReLU(0.2)(x)
        x = layers.Conv2D(filters[i], **_convolution())(x)
        if i < depth - 1:
            x = _normalization()(x)
        encoded.append(x)

    for i in reversed(range(depth - 1)):
        x = DoublingConv2DTranspose(filters[i], **_convolution())(layers.ReLU()(x))
        x = _normalization()(x)
        if dropout and i >= depth - 1 - min(3, depth // 2):
            x = Dropout(dropout, at_test=True)(x)
        if skips:
            x = layers.Concatenate()([x, encoded[i]])

    output = {**_convolution(), "use_bias": True}
    images = DoublingConv2DTranspose(
        image_shape[-1], activation="tanh", dtype="float32", **output
    )(layers.ReLU()(x))
    return keras.Model(sources, images, name="unet_generator")


def _check_depth(image_shape, depth):
    """The halvings asked for, or as many as there are."""
    height, width = image_shape[:2]
    most = 0
    while height % 2 == 0 and width % 2 == 0:
        height, width, most = height // 2, width // 2, most + 1
    if not 2 <= (depth or most) <= most:
        raise ValueError(
            f"A U-Net halves its images at least twice, and these halve {most} times; "
            "resize or crop them to a multiple of 4, better of 32, or ask for another "
            f"`depth`. Received: image_shape={tuple(image_shape)}, depth={depth}"
        )
    return depth or most


def _convolution():
    return {
        "kernel_size": 4,
        "strides": 2,
        "padding": "same",
        "use_bias": False,  # The normalisation has one.
        "kernel_initializer": keras.initializers.RandomNormal(0.0, 0.02),
    }


def _normalization():
    gain = keras.initializers.RandomNormal(1.0, 0.02)
    return InstanceNormalization(gamma_initializer=gain)
