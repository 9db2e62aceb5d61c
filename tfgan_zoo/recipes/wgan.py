"""The Wasserstein GAN, on the networks of DCGAN.

Arjovsky, Chintala and Bottou (2017), https://arxiv.org/abs/1701.07875, Algorithm 1:
RMSProp with learning rate 0.00005 for both, clip c = 0.01, minibatches of m = 64, five
steps of the critic for one of the generator.

    tfgan-train --recipe=wgan --dataset=digits --workdir=runs/wgan --steps=1000

Departures: RMSProp is Keras's (decay 0.9), whose first steps are about a third of those
of the authors' PyTorch (decay 0.99). Latents are normal, as in the authors' code.
"""

import keras

from tfgan_zoo.networks import dcgan
from tfgan_zoo.objectives import WGAN
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 16
BATCH_SIZE = 64
STEPS = 2000
EXAMPLES = "images"


def build(
    image_shape: tuple[int, ...],
    num_classes: int | None = None,
    seed: int | None = None,
    *,
    networks=None,
    width: int | None = None,
):
    """The compiled model; `width` is ngf = ndf, 64 in the authors' code."""
    width = width or 64
    with seeded(seed):
        generator, critic = networks or (
            dcgan.generator(image_shape, latent_dim=100, width=width),
            dcgan.discriminator(image_shape, width=width),
        )
        gan = WGAN(generator, critic, clip=0.01, discriminator_steps=5, seed=seed)
    gan.compile(
        generator_optimizer=keras.optimizers.RMSprop(5e-5),
        discriminator_optimizer=keras.optimizers.RMSprop(5e-5),
    )
    return gan
