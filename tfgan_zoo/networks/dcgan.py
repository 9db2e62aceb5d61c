"""The deep convolutional networks of DCGAN, at any size that is a multiple of 4.

Radford, Metz and Chintala (2015), "Unsupervised Representation Learning with Deep
Convolutional Generative Adversarial Networks", https://arxiv.org/abs/1511.06434. Its
guidelines: strided convolutions instead of pooling; batch normalisation in both
networks but for the generator's output and the discriminator's input; no hidden fully
connected layer; ReLU and tanh in the generator, LeakyReLU with slope 0.2 in the
discriminator; weights from N(0, 0.02). Arguments take the place of the first three, to
see what each of them does.

At 64x64 these are the networks of figure 1 (4x4, 8x8, 16x16, 32x32, 64x64); at other
sizes the image is halved as often as it stays whole and at least 4 pixels wide. With
`num_classes` both are conditional: Mirza and Osindero (2014), "Conditional Generative
Adversarial Nets", https://arxiv.org/abs/1411.1784, whose own networks are
`networks.cgan`.

Departures: kernels of 4x4 instead of 5x5, which the stride of 2 divides, so that no
pixel of the output is reached more often than its neighbours. How labels enter is in
neither paper; here by one linear map each, to a vector or a plane. A discriminator with
another normalisation than the paper's has a bias in its first layer. Without any
normalisation no other layer has one, as in `DCGAN_G_nobn` of the WGAN authors
(https://github.com/martinarjovsky/WassersteinGAN).
"""

import math

import keras
from keras import layers

from tfgan_zoo.layers import BatchNormalization, DoublingConv2DTranspose, OneHot


def batch_norm():
    """Batch normalisation as in DCGAN, over the minibatch of all replicas together."""
    return BatchNormalization(
        momentum=0.9, epsilon=1e-5, gamma_initializer=_normal(1.0)
    )


def generator(
    image_shape,
    *,
    num_classes=None,
    latent_dim=100,
    width=64,
    normalization=batch_norm,
    doubling=layers.Conv2DTranspose,
    hidden_units=None,
):
    """Latents [B, latent_dim], and labels [B], to images [B, H, W, C] in [-1, 1].

    Args:
        image_shape: (H, W, C); H and W multiples of 4 from 16 up.
        num_classes: with it a second input holds labels, integers from 0 to
            num_classes - 1; each class has a vector as wide as the latents, which
            joins them.
        latent_dim: width of the latents.
        width: channels of the last hidden layer, ngf; they double towards the input.
        normalization: called without arguments for each layer, for example
            `keras.layers.Identity` for none.
        doubling: makes each layer that doubles the image, for example
            `networks.pooling.upsampled_convolution`.
        hidden_units: of a fully connected layer below the convolutions; none by
            default.

    Returns:
        `keras.Model` with the input `latents`, or two, `latents` and `labels`.
    """
    latents = keras.Input((latent_dim,), name="latents")
    inputs, x = latents, latents

    if num_classes is not None:
        labels = keras.Input((), dtype="int64", name="labels")
        inputs = [latents, labels]
        x = layers.Concatenate()([x, _embed(labels, num_classes, latent_dim)])

    if hidden_units:
        x = layers.ReLU()(normalization()(_dense(hidden_units)(x)))

    x = upsample_blocks(
        x, image_shape, width=width, normalization=normalization, doubling=doubling
    )
    images = to_rgb(x, image_shape, doubling=doubling)
    return keras.Model(inputs, images, name="dcgan_generator")


def discriminator(
    image_shape,
    *,
    num_classes=None,
    width=64,
    normalization=batch_norm,
    halving=layers.Conv2D,
    hidden_units=None,
):
    """Images [B, H, W, C] in [-1, 1], and labels [B], to logits or scores [B, 1].

    The layer named "features" holds what the output is a linear function of.

    Args:
        image_shape: (H, W, C); H and W multiples of 4 from 16 up.
        num_classes: with it a second input holds labels, integers from 0 to
            num_classes - 1; each class has a plane [H, W, 1], which joins the images
            as a channel.
        width: channels of the first hidden layer, ndf; they double towards the output.
        normalization: called without arguments for each layer, for example
            `LayerNormalization` for a critic with a gradient penalty, or
            `keras.layers.Identity` for none.
        halving: makes each layer that halves the image, for example
            `networks.pooling.max_pooled_convolution`.
        hidden_units: of a fully connected layer on top of the convolutions; none by
            default.

    Returns:
        `keras.Model` with the input `images`, or two, `images` and `labels`.
    """
    images = keras.Input(image_shape, name="images")
    inputs, x = images, images

    if num_classes is not None:
        labels = keras.Input((), dtype="int64", name="labels")
        inputs = [images, labels]
        plane = _embed(labels, num_classes, math.prod(image_shape[:2]))
        plane = layers.Reshape((*image_shape[:2], 1))(plane)
        x = layers.Concatenate()([x, plane])

    x = downsample_blocks(
        x, image_shape, width=width, normalization=normalization, halving=halving
    )
    x = layers.Flatten(name=None if hidden_units else "features")(x)

    if hidden_units:
        x = normalization()(_dense(hidden_units)(x))
        x = layers.LeakyReLU(0.2, name="features")(x)
    return keras.Model(inputs, logits_head(x), name="dcgan_discriminator")


def upsample_blocks(
    x, image_shape, *, width, normalization=batch_norm, doubling=layers.Conv2DTranspose
):
    """Latents [B, N] to the generator's last hidden layer, [B, H/2, W/2, width]."""
    (height, width_pixels), halvings = _halve(image_shape)
    channels = [width * 2**i for i in reversed(range(halvings))]

    x = _dense(height * width_pixels * channels[0])(x)
    x = layers.Reshape((height, width_pixels, channels[0]))(x)
    x = layers.ReLU()(normalization()(x))

    for filters in channels[1:]:
        x = doubling(filters, **_convolution())(x)
        x = layers.ReLU()(normalization()(x))
    return x


def to_rgb(x, image_shape, *, doubling=layers.Conv2DTranspose):
    """The generator's last hidden layer to images [B, H, W, C] in [-1, 1]."""
    if doubling is layers.Conv2DTranspose:
        doubling = DoublingConv2DTranspose  # The same, and faster for few filters.
    return doubling(
        image_shape[-1], activation="tanh", dtype="float32", **_convolution()
    )(x)


def downsample_blocks(
    x, image_shape, *, width, normalization=batch_norm, halving=layers.Conv2D
):
    """Images [B, H, W, N] to the discriminator's last hidden layer, [B, h, w, M]."""
    _, halvings = _halve(image_shape)

    for i in range(halvings):
        # Layers without a bias think the same of an image and of a fainter one, but for
        # a factor, which layer normalisation takes away.
        use_bias = i == 0 and normalization is not batch_norm
        x = halving(width * 2**i, **_convolution(use_bias))(x)
        if i:
            x = normalization()(x)
        x = layers.LeakyReLU(0.2)(x)
    return x


def logits_head(x):
    """The discriminator's features [B, N] to logits or scores [B, 1]."""
    return layers.Dense(
        1, use_bias=False, kernel_initializer=_normal(), dtype="float32"
    )(x)


def _embed(labels, num_classes, units):
    """A vector for each class, [B, units]."""
    return _dense(units)(OneHot(num_classes)(labels))


def _dense(units):
    return layers.Dense(units, use_bias=False, kernel_initializer=_normal())


def _halve(image_shape):
    """Size of the smallest feature map, and how many halvings lead to it."""
    sides = image_shape[:2]
    if len(image_shape) != 3 or any(side % 4 or side < 16 for side in sides):
        raise ValueError(
            "DCGAN makes images [H, W, C] whose height and width are multiples of 4 "
            f"from 16 up; choose an image size such as 16, 28, 32 or 64. Received "
            f"image_shape={tuple(image_shape)}"
        )
    (height, width), halvings = sides, 0
    while height % 2 == 0 and width % 2 == 0 and min(height, width) >= 8:
        height, width, halvings = height // 2, width // 2, halvings + 1
    return (height, width), halvings


def _normal(mean=0.0):
    return keras.initializers.RandomNormal(mean, 0.02)


def _convolution(use_bias=False):
    return {
        "kernel_size": 4,
        "strides": 2,
        "padding": "same",
        # Batch normalisation has one; the paper's ends need none.
        "use_bias": use_bias,
        "kernel_initializer": _normal(),
    }
