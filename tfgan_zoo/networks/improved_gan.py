"""The convolutional networks of the semi-supervised GAN, for CIFAR-10 and SVHN.

Salimans et al. (2016), "Improved Techniques for Training GANs",
https://arxiv.org/abs/1606.03498, sections 5.2 and 6.2: a generator of four layers, and
a discriminator of nine with weight normalisation and dropout. Sizes, weights from
N(0, 0.05) and slopes are those of the authors' `train_cifar_feature_matching.py`
(https://github.com/openai/improved-gan).
"""

import math

import keras
from keras import layers

from tfgan_zoo.layers import (
    BatchNormalization,
    Dropout,
    HalfPaddedConv2DTranspose,
    MinibatchDiscrimination,
    WeightNormalization,
)


def generator(image_shape, *, latent_dim=100, width=128):
    """Latents [B, latent_dim] to images [B, H, W, C] in [-1, 1].

    Args:
        image_shape: (H, W, C); H and W multiples of 8, 32 in the paper.
        latent_dim: width of the latents. Which interval uniform latents are from makes
            no difference: the first batch normalisation undoes it.
        width: channels of the last hidden layer; they double towards the input.

    Returns:
        `keras.Model` with one input, `latents`.

    Departures: none. As in the authors' code, batch normalisation has an offset and no
    gain, and that of the first layer is one of units, not of channels; the last layer
    is initialised from data, by `layers.initialize_from_data`, to the deviation 0.1.
    """
    height, image_width, channels = image_shape
    if height % 8 or image_width % 8:
        raise ValueError(
            "The generator of Improved GAN doubles its images three times; choose a "
            "height and width that are multiples of 8, such as 16, 24 or 32. Received: "
            f"image_shape={tuple(image_shape)}"
        )
    smallest = (height // 8, image_width // 8, 4 * width)

    latents = keras.Input((latent_dim,), name="latents")
    x = layers.Dense(math.prod(smallest), use_bias=False, kernel_initializer=_normal())(
        latents
    )
    x = layers.ReLU()(_batch_norm()(x))
    x = layers.Reshape(smallest)(x)

    for filters in (2 * width, width):
        x = HalfPaddedConv2DTranspose(
            filters, use_bias=False, kernel_initializer=_normal()
        )(x)
        x = layers.ReLU()(_batch_norm()(x))

    output = HalfPaddedConv2DTranspose(
        channels, activation="tanh", dtype="float32", kernel_initializer=_normal()
    )
    images = WeightNormalization(output, data_stddev=0.1)(x)
    return keras.Model(latents, images, name="improved_gan_generator")


def discriminator(
    image_shape,
    *,
    outputs=10,
    width=96,
    dropout=(0.2, 0.5, 0.5),
    minibatch_kernels=0,
):
    """Images [B, H, W, C] in [-1, 1] to logits [B, outputs].

    The layer named "features" holds what the output is a linear function of.

    Args:
        image_shape: (H, W, C).
        outputs: logits; K for a classifier of K classes and of fakes, 1 for an
            ordinary discriminator.
        width: channels of the first three layers, half of those of the others; 96 for
            CIFAR-10 and 64 for SVHN.
        dropout: rates in front of the first, the fourth and the seventh layer.
        minibatch_kernels: features of minibatch discrimination that join the last
            hidden layer's, `kernels` of `layers.MinibatchDiscrimination`.

    Returns:
        `keras.Model` with one input, `images`.

    Departures: every layer's scale is trained, which in the authors' code is the last
    one's alone. Their initialisation from data is `layers.initialize_from_data`.
    """
    images = keras.Input(image_shape, name="images")
    x = Dropout(dropout[0])(images)

    for rate, filters in zip(dropout[1:], (width, 2 * width), strict=True):
        x = _convolve(x, filters, padding="same")
        x = _convolve(x, filters, padding="same")
        # Keras's "same" would pad below and to the right alone.
        x = _convolve(layers.ZeroPadding2D(1)(x), filters, strides=2)
        x = Dropout(rate)(x)

    x = _convolve(x, 2 * width)
    x = _convolve(x, 2 * width, kernel_size=1)
    x = _convolve(x, 2 * width, kernel_size=1)
    x = layers.GlobalAveragePooling2D(name=None if minibatch_kernels else "features")(x)
    if minibatch_kernels:
        x = MinibatchDiscrimination(minibatch_kernels, 5, name="features")(x)

    output = layers.Dense(outputs, kernel_initializer=_normal(), dtype="float32")
    logits = WeightNormalization(output, data_stddev=0.1)(x)
    return keras.Model(images, logits, name="improved_gan_discriminator")


def _convolve(x, filters, *, kernel_size=3, strides=1, padding="valid"):
    layer = layers.Conv2D(
        filters, kernel_size, strides, padding, kernel_initializer=_normal()
    )
    return layers.LeakyReLU(0.2)(WeightNormalization(layer)(x))


def _normal():
    return keras.initializers.RandomNormal(0.0, 0.05)


def _batch_norm():
    return BatchNormalization(momentum=0.9, epsilon=1e-6, scale=False)
