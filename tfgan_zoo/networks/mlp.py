"""The fully connected networks of the first GAN.

Goodfellow et al. (2014), https://arxiv.org/abs/1406.2661, section 5, with the sizes of
the authors' `mnist.yaml` (https://github.com/goodfeli/adversarial): a generator of two
rectified layers, and a discriminator of two maxout layers trained with dropout.
"""

import math

import keras
from keras import layers

from tfgan_zoo.layers import Dropout, Maxout


def generator(image_shape, *, latent_dim=100, width=1200):
    """Latents [B, latent_dim] to images [B, H, W, C] in [-1, 1], or points [B, N].

    Args:
        image_shape: (H, W, C) of images, which end in tanh, or (N,) of points, which
            end linear.
        latent_dim: width of the latents.
        width: units of each hidden layer.

    Returns:
        `keras.Model` with one input, `latents`.

    Departures: tanh in [-1, 1] instead of a sigmoid in [0, 1]; biases start at zero,
    not at the marginals of the data.
    """
    latents = keras.Input((latent_dim,), name="latents")
    x = latents

    for _ in range(2):
        x = layers.Dense(width, activation="relu", kernel_initializer=_uniform(0.05))(x)

    x = layers.Dense(
        math.prod(image_shape),
        activation="tanh" if len(image_shape) == 3 else None,
        kernel_initializer=_uniform(0.05),
        dtype="float32",
    )(x)
    outputs = layers.Reshape(image_shape, dtype="float32")(x)
    return keras.Model(latents, outputs, name="mlp_generator")


def discriminator(image_shape, *, width=240, pieces=5, dropout=(0.2, 0.5, 0.5)):
    """Images [B, H, W, C] in [-1, 1], or points [B, N], to logits or scores [B, 1].

    The layer named "features" holds what the output is a linear function of.

    Args:
        image_shape: (H, W, C) of images or (N,) of points.
        width: maxout units of each hidden layer.
        pieces: linear functions per maxout unit.
        dropout: rates in front of the two hidden layers and of the output.

    Returns:
        `keras.Model` with one input, `images`.
    """
    images = keras.Input(image_shape, name="images")
    x = layers.Flatten()(images)

    for i, rate in enumerate(dropout[:2]):
        x = Dropout(rate)(x)
        name = "features" if i == 1 else None
        x = Maxout(width, pieces, kernel_initializer=_uniform(0.005), name=name)(x)

    x = Dropout(dropout[2])(x)
    logits = layers.Dense(1, kernel_initializer=_uniform(0.005), dtype="float32")(x)
    return keras.Model(images, logits, name="mlp_discriminator")


def _uniform(bound):
    return keras.initializers.RandomUniform(-bound, bound)
