"""The improved techniques together, on the networks of DCGAN.

Salimans et al. (2016), https://arxiv.org/abs/1606.03498, section 3: minibatch
discrimination in the discriminator, virtual batch normalisation in the generator,
historical averaging, and one-sided label smoothing with the target 0.9; Adam with
learning rate 0.0003 and beta1 = 0.5 and minibatches of 100 as in the authors' code for
CIFAR-10 (https://github.com/openai/improved-gan).

    tfgan-train --recipe=improved_gan --dataset=mnist_5k --workdir=runs/improved_gan

Each part can be used alone: `layers.MinibatchDiscrimination`,
`layers.VirtualBatchNorm`, `HistoricalAverage` for `compile`, `real_label` of `GAN`, and
`FeatureMatchingGAN`, which takes the place of the loss that is used here.

Departures: the paper does not name the weight of historical averaging; here it is
0.0001, which holds no weight back that moves with purpose. What is sampled is a running
average of the generator. The reference batch holds 64 latents. The default dataset is
small.
"""

from tfgan_zoo import networks
from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.objectives import GAN
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.sampling import Uniform
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.historical_average import HistoricalAverage


@recipe(
    dataset="mnist_5k",
    image_size=28,
    batch_size=100,
    steps=4000,
    own_networks="minibatch discrimination and virtual batch normalisation are layers",
)
def improved_gan(
    shape,
    classes,
    *,
    width: int = 64,
    latent_dim: int = 100,
    learning_rate: float = 3e-4,
    beta_1: float = 0.5,
    real_label: float = 0.9,
    historical_weight: float = 1e-4,
    average_decay: float = 0.999,
):
    """`width` is ngf = ndf, 64 by default."""
    return Setting(
        GAN,
        generator=lambda: networks.improved_dcgan.generator(
            shape, latent_dim=latent_dim, width=width
        ),
        discriminator=lambda: networks.improved_dcgan.discriminator(shape, width=width),
        constants={"prior": Uniform(), "real_label": real_label},
        optimizer=lambda: Adam(learning_rate, beta_1=beta_1),
        compile={
            "generator_average": GeneratorAverage(average_decay),
            "historical_average": HistoricalAverage(historical_weight),
        },
    )
