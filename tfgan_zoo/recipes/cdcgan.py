"""The conditional GAN on the networks of DCGAN.

Mirza and Osindero (2014), https://arxiv.org/abs/1411.1784, with the networks, Adam
constants and uniform latents of Radford et al. (2015),
https://arxiv.org/abs/1511.06434: an embedding of the label joins the latents of the
generator, and as a plane the image before the discriminator.

    tfgan-train --recipe=cdcgan --dataset=digits --workdir=runs/cdcgan
    tfgan-sample --model=runs/cdcgan/export --label=7 --num=16 --output=sevens.png

Departures: neither paper has this combination; minibatches of 64 instead of 128; what
is sampled is a running average of the generator.
"""

from tfgan_zoo.networks import dcgan
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 32
BATCH_SIZE = 64
STEPS = 4000
EXAMPLES = "labelled"


def build(
    image_shape: tuple[int, ...],
    num_classes: int | None = None,
    seed: int | None = None,
    *,
    networks=None,
    width: int | None = None,
):
    """The compiled model; `width` is ngf = ndf, 64 by default."""
    if num_classes is None and networks is None:
        raise ValueError("A conditional GAN needs `num_classes`. Received: None")
    sizes = {"width": width or 64, "num_classes": num_classes}
    with seeded(seed):
        generator, discriminator = networks or (
            dcgan.generator(image_shape, latent_dim=100, **sizes),
            dcgan.discriminator(image_shape, **sizes),
        )
        gan = GAN(generator, discriminator, latent_law="uniform", seed=seed)
    gan.compile(
        generator_optimizer=Adam(2e-4, beta_1=0.5),
        discriminator_optimizer=Adam(2e-4, beta_1=0.5),
        generator_average=GeneratorAverage(0.999),
    )
    return gan
