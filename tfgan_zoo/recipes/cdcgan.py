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

from tfgan_zoo import networks
from tfgan_zoo.examples import Labelled
from tfgan_zoo.objectives import GAN
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.sampling import Uniform
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage


@recipe(
    dataset="digits",
    image_size=32,
    batch_size=64,
    steps=4000,
    examples=Labelled,
    own_networks="labels are an input of both players",
)
def cdcgan(
    shape,
    classes,
    *,
    width: int = 64,
    latent_dim: int = 100,
    learning_rate: float = 2e-4,
    beta_1: float = 0.5,
    average_decay: float = 0.999,
):
    """`width` is ngf = ndf, 64 by default."""
    sizes = {"width": width, "num_classes": classes}
    return Setting(
        GAN,
        generator=lambda: networks.dcgan.generator(
            shape, latent_dim=latent_dim, **sizes
        ),
        discriminator=lambda: networks.dcgan.discriminator(shape, **sizes),
        constants={"prior": Uniform()},
        optimizer=lambda: Adam(learning_rate, beta_1=beta_1),
        compile={"generator_average": GeneratorAverage(average_decay)},
    )
