"""The Wasserstein GAN with gradient penalty, on the networks of DCGAN.

Gulrajani et al. (2017), https://arxiv.org/abs/1704.00028, Algorithm 1: lambda = 10,
n_critic = 5, Adam with learning rate 0.0001, beta1 = 0 and beta2 = 0.9; minibatches of
64 as in section 5; layer normalisation in the critic as in section 4.

    tfgan-train --recipe=wgan_gp --dataset=digits --workdir=runs/wgan_gp

Departures: the default dataset is small; `digits` needs no download.
"""

from tfgan_zoo.layers import LayerNormalization
from tfgan_zoo.networks import dcgan
from tfgan_zoo.objectives import WGANGP
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 16
BATCH_SIZE = 64
STEPS = 2000
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
        generator, critic = networks or (
            dcgan.generator(image_shape, latent_dim=128, width=width),
            dcgan.discriminator(
                image_shape, width=width, normalization=LayerNormalization
            ),
        )
        gan = WGANGP(generator, critic, seed=seed)
    gan.compile(
        generator_optimizer=Adam(1e-4, beta_1=0.0, beta_2=0.9),
        discriminator_optimizer=Adam(1e-4, beta_1=0.0, beta_2=0.9),
    )
    return gan
