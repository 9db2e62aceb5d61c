"""DCGAN with virtual batch normalisation and minibatch discrimination.

Salimans et al. (2016), "Improved Techniques for Training GANs",
https://arxiv.org/abs/1606.03498: sections 3.5, in the generator, and 3.2, in the
discriminator, of the networks of `networks.dcgan`.
"""

import functools

import keras
from keras import layers

from tfgan_zoo.layers import (
    DropReference,
    MinibatchDiscrimination,
    ReferenceBatch,
    VirtualBatchNorm,
)
from tfgan_zoo.networks import dcgan


def generator(
    image_shape, *, latent_dim=100, width=64, reference_size=64, reference=None
):
    """Latents [B, latent_dim] to images [B, H, W, C] in [-1, 1].

    An image depends on its latent and on a reference batch of latents, drawn once, but
    not on the rest of its minibatch; in training and at test alike.

    Args:
        image_shape: (H, W, C); H and W multiples of 4 from 16 up.
        latent_dim: width of the latents.
        width: channels of the last hidden layer, ngf; they double towards the input.
        reference_size: latents of the reference batch. They run through the network
            at each call; the paper's batch is as large as a minibatch.
        reference: initializer that draws them from the prior; by default U(-1, 1).

    Returns:
        `keras.Model` with one input, `latents`.

    Departures: the authors' network for ImageNet is a larger one.
    """
    if reference is None:
        reference = keras.initializers.RandomUniform(-1.0, 1.0)
    virtual_batch_norm = functools.partial(
        VirtualBatchNorm,
        reference_size,
        gamma_initializer=keras.initializers.RandomNormal(1.0, 0.02),
    )

    latents = keras.Input((latent_dim,), name="latents")
    x = ReferenceBatch(reference_size, reference)(latents)  # [reference_size + B, ...]
    x = dcgan.upsample_blocks(
        x, image_shape, width=width, normalization=virtual_batch_norm
    )
    x = DropReference(reference_size)(x)  # [B, ...]
    images = dcgan.to_rgb(x, image_shape)
    return keras.Model(latents, images, name="improved_dcgan_generator")


def discriminator(image_shape, *, width=64, kernels=100, kernel_dim=5):
    """Images [B, H, W, C] in [-1, 1] to logits [B, 1], each image beside the others.

    The layer named "features" holds what the output is a linear function of: the last
    hidden layer, and how close the rest of the minibatch is to it.

    Args:
        image_shape: (H, W, C); H and W multiples of 4 from 16 up.
        width: channels of the first hidden layer, ndf; they double towards the output.
        kernels: features of minibatch discrimination, B in the paper; the default is
            that of the authors' `train_cifar_minibatch_discrimination.py`.
        kernel_dim: width of what each of them compares, C in the paper.

    Returns:
        `keras.Model` with one input, `images`.

    Departures: as `layers.MinibatchDiscrimination`.
    """
    images = keras.Input(image_shape, name="images")
    x = layers.Flatten()(dcgan.downsample_blocks(images, image_shape, width=width))
    x = MinibatchDiscrimination(kernels, kernel_dim, name="features")(x)
    return keras.Model(
        images, dcgan.logits_head(x), name="improved_dcgan_discriminator"
    )
