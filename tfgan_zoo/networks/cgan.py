"""The fully connected networks of the conditional GAN.

Mirza and Osindero (2014), "Conditional Generative Adversarial Nets",
https://arxiv.org/abs/1411.1784, section 4.1: images and labels enter by branches of
their own, which a second hidden layer joins. The convolutional form is `networks.dcgan`
with `num_classes`.
"""

import math

import keras
from keras import layers

from tfgan_zoo.layers import Dropout, Maxout, OneHot


def generator(image_shape, num_classes, *, latent_dim=100, width=1200, dropout=0.5):
    """Latents [B, latent_dim] and labels [B] to images [B, H, W, C] in [-1, 1].

    Args:
        image_shape: (H, W, C) of images, which end in tanh, or (N,) of points, which
            end linear.
        num_classes: labels are integers from 0 to num_classes - 1.
        latent_dim: width of the latents.
        width: units of the hidden layer that joins the branches. That of the latents
            has a sixth of it and that of the labels the rest: 200 + 1000.
        dropout: rate in front of the joining layer and of the output, in training.

    Returns:
        `keras.Model` with two inputs, `latents` and `labels`.

    Departures: tanh in [-1, 1] instead of a sigmoid in [0, 1]. The paper says that
    dropout is applied, at one half, and not where; here to the hidden units.
    """
    latents = keras.Input((latent_dim,), name="latents")
    labels = keras.Input((), dtype="int64", name="labels")
    one_hot = OneHot(num_classes)(labels)

    sixth = math.ceil(width / 6)
    x = layers.Dense(sixth, activation="relu", **_uniform(0.05))(latents)
    y = layers.Dense(5 * sixth, activation="relu", **_uniform(0.05))(one_hot)
    x = Dropout(dropout)(layers.Concatenate()([x, y]))
    x = layers.Dense(width, activation="relu", **_uniform(0.05))(x)

    x = layers.Dense(
        math.prod(image_shape),
        activation="tanh" if len(image_shape) == 3 else None,
        dtype="float32",
        **_uniform(0.05),
    )(Dropout(dropout)(x))
    images = layers.Reshape(image_shape, dtype="float32")(x)
    return keras.Model([latents, labels], images, name="cgan_generator")


def discriminator(image_shape, num_classes, *, width=240, dropout=(0.2, 0.5, 0.5)):
    """Images [B, H, W, C] in [-1, 1] and labels [B] to logits or scores [B, 1].

    The layer named "features" holds what the output is a linear function of.

    Args:
        image_shape: (H, W, C).
        num_classes: labels are integers from 0 to num_classes - 1.
        width: maxout units of the images' branch, of 5 pieces, and of the joining
            layer, of 4; the labels' branch has 5/24 of it, which is 50, of 5 pieces.
        dropout: rates in front of the images' branch, of the joining layer and of the
            output. Of a label nothing is dropped.

    Returns:
        `keras.Model` with two inputs, `images` and `labels`.

    Departures: the paper says that dropout is applied, at one half, and not where; the
    images' 0.2 is that of the first GAN's discriminator.
    """
    images = keras.Input(image_shape, name="images")
    labels = keras.Input((), dtype="int64", name="labels")
    one_hot = OneHot(num_classes)(labels)

    x = Dropout(dropout[0])(layers.Flatten()(images))
    x = Maxout(width, 5, **_uniform(0.005))(x)
    y = Maxout(math.ceil(width * 5 / 24), 5, **_uniform(0.005))(one_hot)
    x = Dropout(dropout[1])(layers.Concatenate()([x, y]))
    x = Maxout(width, 4, **_uniform(0.005), name="features")(x)

    x = Dropout(dropout[2])(x)
    logits = layers.Dense(1, dtype="float32", **_uniform(0.005))(x)
    return keras.Model([images, labels], logits, name="cgan_discriminator")


def _uniform(bound):
    return {"kernel_initializer": keras.initializers.RandomUniform(-bound, bound)}
