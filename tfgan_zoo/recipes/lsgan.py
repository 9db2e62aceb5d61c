"""The least squares GAN, on the networks of DCGAN.

Mao et al. (2017), https://arxiv.org/abs/1611.04076: minibatches of 64, Adam with
beta1 = 0.5, as in the authors' code for LSUN.

    tfgan-train --recipe=lsgan --dataset=digits --workdir=runs/lsgan

Departures: the networks, latents and learning rate, 0.0002, are those of DCGAN instead
of the paper's for LSUN (0.001, 1,024 latents, images of 112 pixels); what is sampled is
a running average of the generator. The default dataset is small.
"""

from tfgan_zoo.networks import dcgan
from tfgan_zoo.objectives import LSGAN
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 32
BATCH_SIZE = 64
STEPS = 4000
EXAMPLES = "images"


def build(
    image_shape: tuple[int, ...],
    num_classes: int | None = None,
    seed: int | None = None,
    *,
    networks=None,
    width: int | None = None,
):
    """The compiled model; `width` is ngf = ndf, 64 by default."""
    width = width or 64
    with seeded(seed):
        generator, discriminator = networks or (
            dcgan.generator(image_shape, latent_dim=100, width=width),
            dcgan.discriminator(image_shape, width=width),
        )
        gan = LSGAN(generator, discriminator, latent_law="uniform", seed=seed)
    gan.compile(
        generator_optimizer=Adam(2e-4, beta_1=0.5),
        discriminator_optimizer=Adam(2e-4, beta_1=0.5),
        generator_average=GeneratorAverage(0.999),
    )
    return gan
