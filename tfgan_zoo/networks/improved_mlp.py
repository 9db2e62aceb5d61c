"""The fully connected networks of the semi-supervised GAN, for MNIST.

Salimans et al. (2016), "Improved Techniques for Training GANs",
https://arxiv.org/abs/1606.03498, sections 5.2 and 6.1: a generator of three layers with
batch normalisation, and a discriminator of six with weight normalisation and Gaussian
noise. Sizes and initial weights are those of the authors'
`train_mnist_feature_matching.py` (https://github.com/openai/improved-gan).
"""

import math

import keras
import numpy as np
from keras import layers

from tfgan_zoo.layers import (
    BatchNormalization,
    GaussianNoise,
    MinibatchDiscrimination,
    WeightNormalization,
)


def generator(image_shape, *, latent_dim=100, width=500):
    """Latents [B, latent_dim] to images [B, H, W, C] in [-1, 1].

    Args:
        image_shape: (H, W, C).
        latent_dim: width of the latents. Which interval uniform latents are from makes
            no difference: the first batch normalisation undoes it.
        width: units of each of the two hidden layers.

    Returns:
        `keras.Model` with one input, `latents`.

    Departures: tanh in [-1, 1] instead of a sigmoid in [0, 1], which is the same where
    the gain of the last layer is half of theirs: tanh(a / 2) = 2 sigmoid(a) - 1. As in
    the authors' code, batch normalisation has an offset and no gain.
    """
    latents = keras.Input((latent_dim,), name="latents")
    x = latents

    for _ in range(2):
        x = layers.Dense(width, use_bias=False)(x)
        x = layers.Activation("softplus")(_batch_norm()(x))

    output = layers.Dense(math.prod(image_shape), activation="tanh", dtype="float32")
    output = WeightNormalization(output)
    x = output(x)
    output.g.assign(np.full(output.g.shape, 0.5))  # Theirs is 1, of the sigmoid.
    images = layers.Reshape(image_shape, dtype="float32")(x)
    return keras.Model(latents, images, name="improved_mlp_generator")


def discriminator(
    image_shape,
    *,
    outputs=10,
    width=1000,
    stddev=(0.6, 0.5),
    train_scales=False,
    minibatch_kernels=0,
):
    """Images [B, H, W, C] in [-1, 1] to logits [B, outputs].

    The layer named "features" holds what the output is a linear function of.

    Args:
        image_shape: (H, W, C).
        outputs: logits; K for a classifier of K classes and of fakes, 1 for an
            ordinary discriminator.
        width: units of the first hidden layer; the second has a half and the other
            three a quarter of it.
        stddev: of the noise on the images and of that on each hidden layer. On images
            in [-1, 1], 0.6 is the authors' 0.3 on images in [0, 1].
        train_scales: whether the scales of the hidden layers are trained, too. In the
            authors' code that of the last layer alone is.
        minibatch_kernels: features of minibatch discrimination that join the last
            hidden layer's, `kernels` of `layers.MinibatchDiscrimination`.

    Returns:
        `keras.Model` with one input, `images`.

    Departures: the initialisation from data is `layers.initialize_from_data`.
    """
    images = keras.Input(image_shape, name="images")
    x = layers.Flatten()(images)
    x = GaussianNoise(stddev[0])(x)

    for i, part in enumerate((1, 2, 4, 4, 4)):
        dense = layers.Dense(width // part, **_normal())
        x = WeightNormalization(dense, train_scale=train_scales)(x)
        last = i == 4
        discriminates = last and minibatch_kernels
        x = layers.ReLU(name="features" if last and not discriminates else None)(x)
        if discriminates:
            x = MinibatchDiscrimination(minibatch_kernels, 5, name="features")(x)
        x = GaussianNoise(stddev[1])(x)

    output = layers.Dense(outputs, dtype="float32", **_normal())
    logits = WeightNormalization(output)(x)
    return keras.Model(images, logits, name="improved_mlp_discriminator")


def _normal():
    return {"kernel_initializer": keras.initializers.RandomNormal(0.0, 0.1)}


def _batch_norm():
    return BatchNormalization(momentum=0.9, epsilon=1e-6, scale=False)
