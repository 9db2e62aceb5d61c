"""Every network of the zoo, small, and inputs to call it with."""

import keras
import numpy as np

from tfgan_zoo.layers import LayerNormalization, initialize_from_data
from tfgan_zoo.networks import (
    cgan,
    cgan_tags,
    classifier,
    dcgan,
    improved_dcgan,
    improved_gan,
    improved_mlp,
    mlp,
    patchgan,
    pooling,
    unet,
)

CLASSES = 4

GENERATORS = {
    "cgan": lambda: cgan.generator((8, 8, 1), CLASSES, latent_dim=5, width=12),
    "cgan_tags": lambda: cgan_tags.generator((8, 12, 3), width=2),
    "dcgan": lambda: dcgan.generator((16, 16, 1), latent_dim=5, width=2),
    "dcgan with classes": lambda: dcgan.generator(
        (16, 16, 1), num_classes=CLASSES, latent_dim=5, width=2
    ),
    "dcgan by upsampling, fully connected": lambda: dcgan.generator(
        (16, 16, 1),
        latent_dim=5,
        width=2,
        normalization=keras.layers.Identity,
        doubling=pooling.upsampled_convolution,
        hidden_units=6,
    ),
    "improved_dcgan": lambda: improved_dcgan.generator(
        (16, 16, 1), latent_dim=5, width=2, reference_size=4
    ),
    "improved_gan": lambda: improved_gan.generator((16, 16, 3), latent_dim=5, width=2),
    "improved_mlp": lambda: improved_mlp.generator((8, 8, 1), latent_dim=5, width=8),
    "mlp": lambda: mlp.generator((8, 8, 1), latent_dim=5, width=8),
    "mlp points": lambda: mlp.generator((2,), latent_dim=5, width=8),
    "unet": lambda: unet.generator((16, 16, 3), source_channels=1, width=2),
    "unet without noise": lambda: unet.generator((16, 16, 3), width=2, dropout=0),
    "unet without skips": lambda: unet.generator((16, 16, 3), width=2, skips=False),
}
DISCRIMINATORS = {
    "cgan": lambda: cgan.discriminator((8, 8, 1), CLASSES, width=6),
    "cgan_tags": lambda: cgan_tags.discriminator((8, 12, 3), width=2),
    "classifier": lambda: classifier.classifier(
        (16, 16, 1), num_classes=CLASSES, width=2, features=6
    ),
    "dcgan": lambda: dcgan.discriminator((16, 16, 1), width=2),
    "dcgan with classes": lambda: dcgan.discriminator(
        (16, 16, 1), num_classes=CLASSES, width=2, normalization=LayerNormalization
    ),
    "dcgan by pooling, fully connected": lambda: dcgan.discriminator(
        (16, 16, 1), width=2, halving=pooling.max_pooled_convolution, hidden_units=6
    ),
    "improved_dcgan": lambda: improved_dcgan.discriminator(
        (16, 16, 1), width=2, kernels=3
    ),
    "improved_gan": lambda: improved_gan.discriminator((16, 16, 3), width=2),
    "improved_gan with minibatch discrimination": lambda: initialized(
        improved_gan.discriminator((16, 16, 3), width=2, minibatch_kernels=3)
    ),
    "improved_mlp": lambda: improved_mlp.discriminator((8, 8, 1), width=16),
    "improved_mlp with minibatch discrimination": lambda: initialized(
        improved_mlp.discriminator((8, 8, 1), width=16, minibatch_kernels=3)
    ),
    "mlp": lambda: mlp.discriminator((8, 8, 1), width=4),
    "mlp points": lambda: mlp.discriminator((2,), width=4),
    "patchgan": lambda: patchgan.discriminator(source_channels=1, width=2),
    "patchgan of pixels": lambda: patchgan.discriminator(receptive_field=1, width=2),
}
NETWORKS = {
    f"{name} {role}": build
    for role, builders in (
        ("generator", GENERATORS),
        ("discriminator", DISCRIMINATORS),
    )
    for name, build in builders.items()
}


def initialized(network):
    """With features as large as in training; at first they hardly tell images apart."""
    initialize_from_data(network, examples(network, 8))
    return network


def examples(network, batch_size=3, seed=0):
    """Random inputs of a network: an array, or a tuple of arrays."""
    rng = np.random.default_rng(seed)
    arrays = tuple(_array(tensor, batch_size, rng) for tensor in network.inputs)
    return arrays if len(arrays) > 1 else arrays[0]


def _array(tensor, batch_size, rng):
    shape = (batch_size, *(side or 24 for side in tensor.shape[1:]))
    if keras.backend.is_float_dtype(tensor.dtype):
        return rng.uniform(-1, 1, shape).astype("float32")
    return rng.integers(0, CLASSES, shape).astype("int32")


def trainable(network):
    """The number of a network's trainable parameters."""
    return sum(int(np.prod(v.shape)) for v in network.trainable_variables)
