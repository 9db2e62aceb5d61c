"""DCGAN: the GAN on convolutional networks.

Radford, Metz and Chintala (2015), https://arxiv.org/abs/1511.06434, section 4: Adam
with learning rate 0.0002 and beta1 = 0.5 for both networks, minibatches of 128,
latents from a uniform distribution in 100 dimensions.

    tfgan-train --recipe=dcgan --dataset=mnist_5k --workdir=runs/dcgan

Departures: what is sampled is a running average of the generator, which the training
never sees. The default dataset is small; `mnist_5k` needs no download.
"""

import functools

from tfgan_zoo import networks
from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.objectives import GAN
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.sampling import Uniform
from tfgan_zoo.training.generator_average import GeneratorAverage


@recipe(dataset="mnist_5k", image_size=28, batch_size=128, steps=4000)
def dcgan(
    shape,
    classes,
    *,
    width: int = 64,
    latent_dim: int = 100,
    learning_rate: float = 2e-4,
    beta_1: float = 0.5,
    average_decay: float = 0.999,
):
    """`width` is ngf = ndf, 64 in the paper's figure 1."""
    return Setting(
        GAN,
        generator=functools.partial(
            networks.dcgan.generator, shape, latent_dim=latent_dim, width=width
        ),
        discriminator=functools.partial(
            networks.dcgan.discriminator, shape, width=width
        ),
        constants={"prior": Uniform()},
        optimizer=lambda: Adam(learning_rate, beta_1=beta_1),
        compile={"generator_average": GeneratorAverage(average_decay)},
    )
