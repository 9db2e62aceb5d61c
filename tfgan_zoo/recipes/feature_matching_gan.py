"""Feature matching, on the networks of DCGAN.

Salimans et al. (2016), https://arxiv.org/abs/1606.03498, section 3.1: the generator
matches the mean features of the data, here those of the discriminator's last hidden
layer; Adam with learning rate 0.0003 and beta1 = 0.5 and minibatches of 100 as in the
authors' code for CIFAR-10 (https://github.com/openai/improved-gan).

    tfgan-train --recipe=feature_matching_gan --dataset=digits --workdir=runs/matching

Departures: the networks and latents are those of DCGAN (Radford et al., 2015,
https://arxiv.org/abs/1511.06434), so that the objective is what differs from `dcgan`;
the loss is the squared distance of the paper, not the mean absolute difference of the
authors' code for CIFAR-10; what is sampled is a running average of the generator. The
default dataset is small.
"""

from tfgan_zoo import networks
from tfgan_zoo.objectives import FeatureMatchingGAN
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.sampling import Uniform
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage


@recipe(dataset="digits", image_size=32, batch_size=100, steps=4000)
def feature_matching_gan(
    shape,
    classes,
    *,
    width: int = 64,
    latent_dim: int = 100,
    learning_rate: float = 3e-4,
    beta_1: float = 0.5,
    real_label: float = 1.0,
    average_decay: float = 0.999,
):
    """`width` is ngf = ndf, 64 by default."""
    return Setting(
        FeatureMatchingGAN,
        generator=lambda: networks.dcgan.generator(
            shape, latent_dim=latent_dim, width=width
        ),
        discriminator=lambda: networks.dcgan.discriminator(shape, width=width),
        constants={"prior": Uniform(), "real_label": real_label},
        optimizer=lambda: Adam(learning_rate, beta_1=beta_1),
        compile={"generator_average": GeneratorAverage(average_decay)},
    )
