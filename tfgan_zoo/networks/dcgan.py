"""The deep convolutional networks of DCGAN, at any size that is a multiple of 4.

Radford, Metz and Chintala (2015), "Unsupervised Representation Learning with Deep
Convolutional Generative Adversarial Networks", https://arxiv.org/abs/1511.06434. Its
guidelines: strided convolutions instead of pooling; batch normalisation in both
networks but for the generator's output and the discriminator's input; no hidden fully
connected layer; ReLU and tanh in the generator, LeakyReLU with slope 0.2 in the
discriminator; weights from N(0, 0.02).

At 64x64 these are the networks of figure 1 (4x4, 8x8, 16x16, 32x32, 64x64); at other
sizes the image is halved as often as it stays whole and at least 4 pixels wide.

Departures: kernels of 4x4 instead of 5x5, which the stride of 2 divides, so that no
pixel of the output is reached more often than its neighbours.
"""

import keras
import tensorflow as tf
from keras import layers


def generator(image_shape, *, latent_dim=100, width=64):
    """Latents [B, latent_dim] to images [B, H, W, C] in [-1, 1].

    Args:
        image_shape: (H, W, C); H and W multiples of 4 from 16 up.
        latent_dim: width of the latents.
        width: channels of the last hidden layer, ngf; they double towards the input.

    Returns:
        `keras.Model` with one input, `latents`.
    """
    (height, width_pixels), halvings = _halve(image_shape)
    channels = [width * 2**i for i in reversed(range(halvings))]

    latents = keras.Input((latent_dim,), name="latents")
    x = layers.Dense(
        height * width_pixels * channels[0],
        use_bias=False,
        kernel_initializer=_normal(),
    )(latents)
    x = layers.Reshape((height, width_pixels, channels[0]))(x)
    x = layers.ReLU()(_batch_norm()(x))

    for filters in channels[1:]:
        x = layers.Conv2DTranspose(filters, **_convolution())(x)
        x = layers.ReLU()(_batch_norm()(x))

    images = layers.Conv2DTranspose(
        image_shape[-1], activation="tanh", dtype="float32", **_convolution()
    )(x)
    return keras.Model(latents, images, name="dcgan_generator")


def discriminator(image_shape, *, width=64):
    """Images [B, H, W, C] in [-1, 1] to logits or scores [B, 1].

    The layer named "features" holds what the output is a linear function of.

    Args:
        image_shape: (H, W, C); H and W multiples of 4 from 16 up.
        width: channels of the first hidden layer, ndf; they double towards the output.

    Returns:
        `keras.Model` with one input, `images`.
    """
    _, halvings = _halve(image_shape)

    images = keras.Input(image_shape, name="images")
    x = images

    for i in range(halvings):
        x = layers.Conv2D(width * 2**i, **_convolution())(x)
        if i:
            x = _batch_norm()(x)
        x = layers.LeakyReLU(0.2)(x)

    x = layers.Flatten(name="features")(x)
    logits = layers.Dense(
        1, use_bias=False, kernel_initializer=_normal(), dtype="float32"
    )(x)
    return keras.Model(images, logits, name="dcgan_discriminator")


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


def _convolution():
    return {
        "kernel_size": 4,
        "strides": 2,
        "padding": "same",
        "use_bias": False,  # Batch normalisation has one; the paper's ends need none.
        "kernel_initializer": _normal(),
    }


def _batch_norm():
    # The statistics are those of the whole minibatch, on any number of replicas.
    return layers.BatchNormalization(
        momentum=0.9,
        epsilon=1e-5,
        gamma_initializer=_normal(1.0),
        synchronized=tf.distribute.get_strategy().num_replicas_in_sync > 1,
    )
