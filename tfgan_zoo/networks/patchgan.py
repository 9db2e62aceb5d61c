"""The PatchGAN of pix2pix: one score for each patch of a pair of images.

Isola, Zhu, Zhou and Efros (2017), "Image-to-Image Translation with Conditional
Adversarial Networks", https://arxiv.org/abs/1611.07004, sections 3.2.2 and 6.1.2, with
the sizes of the authors' code (https://github.com/phillipi/pix2pix and
https://github.com/junyanz/pytorch-CycleGAN-and-pix2pix).
"""

import keras
from keras import layers

from tfgan_zoo.layers import InstanceNormalization

# The side of the patch, in pixels, and the layers of stride 2 that lead to it.
RECEPTIVE_FIELDS = {1: 0, 16: 1, 34: 2, 70: 3, 142: 4, 286: 5}


def discriminator(
    *, source_channels=3, target_channels=3, receptive_field=70, width=64
):
    """Pairs of images, both [B, H, W, C] of any size, to logits [B, h, w, 1].

    Each logit judges one patch: its layers of stride 2, then two of stride 1, see
    `receptive_field` pixels. At 70, 256x256 pixels get 30x30 logits. The PixelGAN, of
    receptive field 1, judges every pixel by itself.

    The layer named "features" holds what the output is a linear function of.

    Args:
        source_channels: channels of the sources, the condition.
        target_channels: channels of the targets, which are real or fake.
        receptive_field: side of a patch in pixels: 1, 16, 34, 70, 142 or 286. Images
            are at least 6, 12, 24, 48 or 96 pixels wide and high from 16 on.
        width: channels of the first hidden layer, ndf; they double up to eight times.

    Returns:
        `keras.Model` with two inputs, `sources` and `targets`.

    Raises:
        ValueError: if no PatchGAN has this receptive field.

    Departures: instance normalisation with gain and offset instead of batch
    normalisation, which is the same at the paper's batch of 1. Through the
    normalisation a logit knows the image's means and variances beyond its patch, as
    the paper's does.
    """
    halvings = _halvings(receptive_field)
    kernel_size, strides = (4, [2] * halvings + [1]) if halvings else (1, [1, 1])

    sources = keras.Input((None, None, source_channels), name="sources")
    targets = keras.Input((None, None, target_channels), name="targets")
    x = layers.Concatenate()([sources, targets])

    for i, stride in enumerate(strides):
        x = _pad(x, kernel_size)
        x = layers.Conv2D(
            width * min(2**i, 8),
            kernel_size,
            stride,
            use_bias=i == 0,  # The normalisation has one.
            kernel_initializer=_normal(),
        )(x)
        if i:
            x = InstanceNormalization(gamma_initializer=_normal(1.0))(x)
        x = layers.LeakyReLU(0.2, name="features" if i == len(strides) - 1 else None)(x)

    logits = layers.Conv2D(
        1, kernel_size, kernel_initializer=_normal(), dtype="float32"
    )(_pad(x, kernel_size))
    return keras.Model([sources, targets], logits, name="patchgan_discriminator")


def smallest_side(receptive_field) -> int:
    """The pixels of the smallest image that gets a logit.

    Args:
        receptive_field: of `discriminator`.

    Raises:
        ValueError: if no PatchGAN has this receptive field.
    """
    halvings = _halvings(receptive_field)
    return 3 * 2**halvings if halvings else 1


def _halvings(receptive_field):
    if receptive_field not in RECEPTIVE_FIELDS:
        raise ValueError(
            f"`receptive_field` is one of {list(RECEPTIVE_FIELDS)}. "
            f"Received: {receptive_field}"
        )
    return RECEPTIVE_FIELDS[receptive_field]


def _pad(x, kernel_size):
    # Keras's "same" pads otherwise where the stride is 1 or the size is odd.
    return layers.ZeroPadding2D(1)(x) if kernel_size == 4 else x


def _normal(mean=0.0):
    return keras.initializers.RandomNormal(mean, 0.02)
