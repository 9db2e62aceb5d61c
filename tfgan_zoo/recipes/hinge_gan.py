"""The hinge losses, on the networks of DCGAN.

Lim and Ye (2017), "Geometric GAN", https://arxiv.org/abs/1705.02894: the losses of
equations 21 and 22, in the setting of DCGAN (Radford et al., 2015,
https://arxiv.org/abs/1511.06434, section 4).

    tfgan-train --recipe=hinge_gan --dataset=digits --workdir=runs/hinge_gan

Departures: optimizers are those of DCGAN, minibatches are of 64 instead of its 128;
what is sampled is a running average of the generator. The default dataset is small.
"""

from tfgan_zoo import networks
from tfgan_zoo.objectives import HingeGAN
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.sampling import Uniform
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage


@recipe(dataset="digits", image_size=32, batch_size=64, steps=4000)
def hinge_gan(
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
        HingeGAN,
        generator=lambda: networks.dcgan.generator(
            shape, latent_dim=latent_dim, width=width
        ),
        discriminator=lambda: networks.dcgan.discriminator(shape, width=width),
        constants={"prior": Uniform()},
        optimizer=lambda: Adam(learning_rate, beta_1=beta_1),
        compile={"generator_average": GeneratorAverage(average_decay)},
    )
