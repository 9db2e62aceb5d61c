"""DCGAN: the GAN on convolutional networks.

Radford, Metz and Chintala (2015), https://arxiv.org/abs/1511.06434, section 4: Adam
with learning rate 0.0002 and beta1 = 0.5 for both networks, minibatches of 128,
latents from a uniform law in 100 dimensions.

    tfgan-train --recipe=dcgan --dataset=digits --workdir=runs/dcgan_digits

Departures: what is sampled is a running average of the generator, which the training
never sees. The default dataset is small; `digits` needs no download.
"""

from tfgan_zoo.networks import dcgan
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 32
BATCH_SIZE = 128
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
    """The compiled model; `width` is ngf = ndf, 64 in the paper's figure 1."""
    width = width or 64
    with seeded(seed):
        generator, discriminator = networks or (
            dcgan.generator(image_shape, latent_dim=100, width=width),
            dcgan.discriminator(image_shape, width=width),
        )
        gan = GAN(generator, discriminator, latent_law="uniform", seed=seed)
    gan.compile(
        generator_optimizer=Adam(2e-4, beta_1=0.5),
        discriminator_optimizer=Adam(2e-4, beta_1=0.5),
        generator_average=GeneratorAverage(0.999),
    )
    return gan
