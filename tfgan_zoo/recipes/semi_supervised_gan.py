"""The semi-supervised GAN: a classifier that learns from a few labels.

Salimans et al. (2016), https://arxiv.org/abs/1606.03498, sections 5 and 6, with the
constants of the authors' code (https://github.com/openai/improved-gan): the networks
of MNIST, Adam with learning rate 0.003 and beta1 = 0.5, for grey images, those of
CIFAR-10 with rate 0.0003 for colour; minibatches of 100 and 100 uniform latents.

    tfgan-train --recipe=semi_supervised_gan --dataset=mnist_5k --workdir=runs/few

Adam's epsilon decides whether it lasts on MNIST: 1e-4, of a loss that is a mean over
features, slows it where gradients are small. With 1e-7 the generator collapsed within
10,000 steps, whether the scales of the discriminator's hidden layers were trained or
not. They stay as they are initialised, as in the authors' code.

Sections 3.2 and 6.1 find that feature matching makes the better classifier, minibatch
discrimination the better images. For the latter, on the same data and the rest of the
same networks, `--set=feature_matching=false`: 100 kernels of minibatch discrimination,
as in `train_cifar_minibatch_discrimination.py`, join the last hidden layer of the
discriminator, and the generator minimises -E[log D(G(z))]. Such a classifier sees the
rest of its minibatch: give it images in batches as in training. The authors' script for
MNIST, `train_mnist_minibatch.py`, has convolutional networks and a tenth of the rate
here, `--set=learning_rate=0.0003`.

Departures: constant learning rates, also for colour. Weight normalisation is
initialised from the first minibatch, in the authors' code from 500 images. Adam's
epsilon is added to the root; in theirs its square is under the root. Both players see
the same unlabelled images, where theirs have a minibatch each. No loss is halved.
"""

from tfgan_zoo import networks
from tfgan_zoo.examples import PartlyLabelled
from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.layers import initialize_from_data
from tfgan_zoo.objectives import SemiSupervisedGAN
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.sampling import Uniform


def _initialize(gan, batch):
    """Initialises weight normalisation from the first batch, before the first step."""
    _, unlabelled = batch
    initialize_from_data(gan.discriminator, unlabelled)
    if unlabelled.shape[-1] == 3:  # That of the generator for grey images is fixed.
        size = unlabelled.shape[0], gan.latent_dim
        initialize_from_data(gan.generator, gan.prior.sample(size, (gan.seed, 0)))


@recipe(
    dataset="mnist_5k",
    image_size=28,
    batch_size=100,
    steps=3000,
    examples=PartlyLabelled,
    own_networks="the discriminator has a logit for each class",
    prepare=_initialize,
    earlier={"train_scales": True, "epsilon": 1e-7, "generator_epsilon": 1e-7},
)
def semi_supervised_gan(
    shape,
    classes,
    *,
    width: int | None = None,
    learning_rate: float | None = None,
    beta_1: float = 0.5,
    unsupervised_weight: float = 1.0,
    classifier_decay: float = 0.9999,
    train_scales: bool = False,
    epsilon: float | None = None,
    generator_epsilon: float | None = None,
    feature_matching: bool = True,
):
    """`width` is that of the discriminator's first layer: 1000, or 96 for colour.

    `train_scales` are those of the hidden layers of the networks for grey images.
    """
    colour = shape[-1] == 3
    family = networks.improved_gan if colour else networks.improved_mlp
    width = width or (96 if colour else 1000)
    learning_rate = learning_rate or (3e-4 if colour else 3e-3)
    epsilon = epsilon or (1e-7 if colour else 1e-4)
    # The authors' loss of the generator is a mean over features, not their sum.
    summed = 1 if colour or not feature_matching else width // 4
    generator_epsilon = generator_epsilon or epsilon * summed
    return Setting(
        SemiSupervisedGAN,
        generator=lambda: family.generator(
            shape, width=width * 4 // 3 if colour else width // 2
        ),
        discriminator=lambda: family.discriminator(
            shape,
            outputs=classes,
            width=width,
            minibatch_kernels=0 if feature_matching else 100,
            **({} if colour else {"train_scales": train_scales}),
        ),
        constants={
            "prior": Uniform(),
            "feature_matching": feature_matching,
            "unsupervised_weight": unsupervised_weight,
            "classifier_decay": classifier_decay,
        },
        generator_optimizer=lambda: Adam(
            learning_rate, beta_1=beta_1, epsilon=generator_epsilon
        ),
        discriminator_optimizer=lambda: Adam(
            learning_rate, beta_1=beta_1, epsilon=epsilon
        ),
    )
