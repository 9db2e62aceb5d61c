"""The conditional GAN, fully connected: it makes the class that you ask for.

Mirza and Osindero (2014), https://arxiv.org/abs/1411.1784, section 4.1: the label joins
the latents in the generator and the image in the discriminator; 100 uniform latents,
minibatches of 100.

    tfgan-train --recipe=cgan --dataset=digits --workdir=runs/cgan
    tfgan-sample --model=runs/cgan/export --label=7 --num=16 --output=sevens.png

Departures: Adam with the constants of DCGAN instead of gradient descent with a falling
rate and rising momentum; latents on [-1, 1] instead of [0, 1]; what is sampled is a
running average of the generator.
"""

from tfgan_zoo.networks import cgan
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 16
BATCH_SIZE = 100
STEPS = 8000
EXAMPLES = "labelled"


def build(
    image_shape: tuple[int, ...],
    num_classes: int | None = None,
    seed: int | None = None,
    *,
    networks=None,
    width: int | None = None,
):
    """The compiled model; `width` is that of the generator's joined layer, 1200."""
    width = width or 1200
    with seeded(seed):
        generator, discriminator = networks or (
            cgan.generator(image_shape, num_classes, latent_dim=100, width=width),
            cgan.discriminator(image_shape, num_classes, width=max(5, width // 5)),
        )
        gan = GAN(generator, discriminator, latent_law="uniform", seed=seed)
    gan.compile(
        generator_optimizer=Adam(2e-4, beta_1=0.5),
        discriminator_optimizer=Adam(2e-4, beta_1=0.5),
        generator_average=GeneratorAverage(0.999),
    )
    return gan
