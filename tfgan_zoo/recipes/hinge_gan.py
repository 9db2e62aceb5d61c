"""The hinge losses, on the networks of DCGAN.

Lim and Ye (2017), "Geometric GAN", https://arxiv.org/abs/1705.02894: the losses of
equations 21 and 22, in the setting of DCGAN (Radford et al., 2015,
https://arxiv.org/abs/1511.06434, section 4).

    tfgan-train --recipe=hinge_gan --dataset=digits --workdir=runs/hinge_gan

Departures: optimizers are those of DCGAN, minibatches are of 64 instead of its 128;
what is sampled is a running average of the generator. The default dataset is small.
"""

from tfgan_zoo.networks import dcgan
from tfgan_zoo.objectives import HingeGAN
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
        gan = HingeGAN(generator, discriminator, latent_law="uniform", seed=seed)
    gan.compile(
        generator_optimizer=Adam(2e-4, beta_1=0.5),
        discriminator_optimizer=Adam(2e-4, beta_1=0.5),
        generator_average=GeneratorAverage(0.999),
    )
    return gan
