"""The least squares GAN, on the networks of DCGAN.

Mao et al. (2017), https://arxiv.org/abs/1611.04076: minibatches of 64, Adam with
beta1 = 0.5, as in the authors' code for LSUN.

    tfgan-train --recipe=lsgan --dataset=digits --workdir=runs/lsgan

Departures: the networks, latents and learning rate, 0.0002, are those of DCGAN instead
of the paper's for LSUN (0.001, 1,024 latents, images of 112 pixels); what is sampled is
a running average of the generator. The default dataset is small.
"""

from tfgan_zoo import networks
from tfgan_zoo.objectives import LSGAN
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.sampling import Uniform
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage


@recipe(dataset="digits", image_size=32, batch_size=64, steps=4000)
def lsgan(
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
    return Setting(
        LSGAN,
        generator=lambda: networks.dcgan.generator(
            shape, latent_dim=latent_dim, width=width
        ),
        discriminator=lambda: networks.dcgan.discriminator(shape, width=width),
        constants={"prior": Uniform()},
        optimizer=lambda: Adam(learning_rate, beta_1=beta_1),
        compile={"generator_average": GeneratorAverage(average_decay)},
    )
