"""The first GAN."""

import keras

from tfgan_zoo.networks import mlp
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 16
BATCH_SIZE = 100
STEPS = 5000
EXAMPLES = "images"


def build(image_shape, num_classes=None, seed=None, *, networks=None, width=None):
    """The compiled model; `width` is ngf = ndf, 64 in the authors' code."""
    with seeded(seed):
        generator, critic = networks or (
            mlp.generator(image_shape, latent_dim=100),
            mlp.discriminator(image_shape),
        )
        gan = GAN(generator, critic, latent_law="uniform", seed=seed)
    gan.compile(
        generator_optimizer=keras.optimizers.SGD(0.1, momentum=0.5),
        discriminator_optimizer=keras.optimizers.SGD(0.1, momentum=0.5),
    )
    return gan
