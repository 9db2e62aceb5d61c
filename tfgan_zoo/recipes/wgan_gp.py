"""The Wasserstein GAN with gradient penalty, on the networks of DCGAN.

Gulrajani et al. (2017), https://arxiv.org/abs/1704.00028, Algorithm 1: lambda = 10,
n_critic = 5, Adam with learning rate 0.0001, beta1 = 0 and beta2 = 0.9; minibatches of
64 as in section 5; layer normalisation in the critic as in section 4.

    tfgan-train --recipe=wgan_gp --dataset=mnist_5k --workdir=runs/wgan_gp

Departures: the default dataset is small; `mnist_5k` needs no download.
"""

from tfgan_zoo import networks
from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.layers import LayerNormalization
from tfgan_zoo.objectives import WGANGP
from tfgan_zoo.recipes import Setting, recipe


@recipe(dataset="mnist_5k", image_size=28, batch_size=64, steps=2000)
def wgan_gp(
    shape,
    classes,
    *,
    width: int = 64,
    latent_dim: int = 128,
    learning_rate: float = 1e-4,
    beta_1: float = 0.0,
    beta_2: float = 0.9,
    penalty_weight: float = 10.0,
    discriminator_steps: int = 5,
):
    """`width` is ngf = ndf, 64 by default."""
    return Setting(
        WGANGP,
        generator=lambda: networks.dcgan.generator(
            shape, latent_dim=latent_dim, width=width
        ),
        discriminator=lambda: networks.dcgan.discriminator(
            shape, width=width, normalization=LayerNormalization
        ),
        constants={
            "penalty_weight": penalty_weight,
            "discriminator_steps": discriminator_steps,
        },
        optimizer=lambda: Adam(learning_rate, beta_1=beta_1, beta_2=beta_2),
    )
