"""The semi-supervised GAN: a classifier that learns from a few labels.

Salimans et al. (2016), https://arxiv.org/abs/1606.03498, sections 5 and 6, with the
constants of the authors' code (https://github.com/openai/improved-gan): the networks
of MNIST, Adam with learning rate 0.003 and beta1 = 0.5, for grey images, those of
CIFAR-10 with rate 0.0003 for colour; minibatches of 100 and 100 uniform latents.

    tfgan-train --recipe=semi_supervised_gan --dataset=digits --workdir=runs/few

Departures: constant learning rates, also for colour. Weight normalisation is
initialised from the first minibatch (`prepare`), in the authors' code from 500 images.
"""

from tfgan_zoo.layers import initialize_from_data
from tfgan_zoo.networks import improved_gan, improved_mlp
from tfgan_zoo.objectives import SemiSupervisedGAN
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 8
BATCH_SIZE = 100
STEPS = 3000
EXAMPLES = "few_labels"


def build(
    image_shape: tuple[int, ...],
    num_classes: int | None = None,
    seed: int | None = None,
    *,
    networks=None,
    width: int | None = None,
):
    """The compiled model; `width` is that of the discriminator's first layer."""
    colour = image_shape[-1] == 3
    family = improved_gan if colour else improved_mlp
    width = width or (96 if colour else 1000)
    with seeded(seed):
        generator, discriminator = networks or (
            family.generator(
                image_shape, width=width * 4 // 3 if colour else width // 2
            ),
            family.discriminator(image_shape, outputs=num_classes, width=width),
        )
        gan = SemiSupervisedGAN(
            generator, discriminator, latent_law="uniform", seed=seed
        )
    rate = 3e-4 if colour else 3e-3
    gan.compile(
        generator_optimizer=Adam(rate, beta_1=0.5),
        discriminator_optimizer=Adam(rate, beta_1=0.5),
    )
    return gan


def prepare(gan, batch):
    """Initialises weight normalisation from the first batch, before the first step."""
    _, unlabelled = batch
    initialize_from_data(gan.discriminator, unlabelled)
