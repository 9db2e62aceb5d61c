"""The improved techniques together, on the networks of DCGAN.

Salimans et al. (2016), https://arxiv.org/abs/1606.03498, section 3: minibatch
discrimination in the discriminator, virtual batch normalisation in the generator,
historical averaging, and one-sided label smoothing with the target 0.9; Adam with
learning rate 0.0003 and beta1 = 0.5 and minibatches of 100 as in the authors' code for
CIFAR-10 (https://github.com/openai/improved-gan).

    tfgan-train --recipe=improved_gan --dataset=digits --workdir=runs/improved_gan

Each part can be used alone: `layers.MinibatchDiscrimination`,
`layers.VirtualBatchNorm`, `HistoricalAverage` for `compile`, `real_label` of `GAN`, and
`FeatureMatchingGAN`, which takes the place of the loss that is used here.

Departures: the paper does not name the weight of historical averaging; here it is
0.0001, which holds no weight back that moves with purpose. What is sampled is a running
average of the generator. The reference batch holds 64 latents. The default dataset is
small.
"""

from tfgan_zoo.networks import improved_dcgan
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.historical_average import HistoricalAverage
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 32
BATCH_SIZE = 100
STEPS = 4000
EXAMPLES = "images"
OWN_NETWORKS = "minibatch discrimination and virtual batch normalisation are layers"


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
            improved_dcgan.generator(image_shape, latent_dim=100, width=width),
            improved_dcgan.discriminator(image_shape, width=width),
        )
        gan = GAN(
            generator, discriminator, real_label=0.9, latent_law="uniform", seed=seed
        )
    gan.compile(
        generator_optimizer=Adam(3e-4, beta_1=0.5),
        discriminator_optimizer=Adam(3e-4, beta_1=0.5),
        generator_average=GeneratorAverage(0.999),
        historical_average=HistoricalAverage(1e-4),
    )
    return gan
