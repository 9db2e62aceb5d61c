"""The first GAN, fully connected.

Goodfellow et al. (2014), https://arxiv.org/abs/1406.2661, section 5, with the networks,
minibatches of 100 and uniform latents in 100 dimensions of the authors' `mnist.yaml`
(https://github.com/goodfeli/adversarial).

    tfgan-train --recipe=gan --dataset=mnist_5k --workdir=runs/gan
    tfgan-train --recipe=gan --dataset=ring --workdir=runs/ring

The authors' own optimizer, gradient descent with a falling rate and a rising momentum:

    tfgan-train --recipe=gan --set=optimizer=sgd --workdir=runs/sgd --steps=125000

The rate begins at 0.1 and is divided by 1.000004 after each step; the momentum grows
linearly from 0.5 to 0.7 over 249 of their epochs, of 500 minibatches each. The command
is as long as that. They let no rate fall below 1e-6, which would take 2.9 million
steps, and raise the momentum once in an epoch, here in each step.

Departures: Adam with the constants of DCGAN unless `sgd` is asked for, whose first
values, 0.1 and 0.5, held fixed, sent every sample to one class within 1,000 steps on
`digits` at 8x8; latents on [-1, 1] instead of [-3**0.5, 3**0.5]; what is sampled is a
running average of the generator. The paper has no points in the plane: for these the
networks are smaller, without dropout, the latents are two normal numbers, and the rate
of Adam is 0.001.
"""

from typing import Literal

from keras.optimizers.schedules import ExponentialDecay, PolynomialDecay

from tfgan_zoo import networks
from tfgan_zoo.examples import Images, Points
from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.objectives import GAN
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.sampling import Normal, Uniform
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.scheduled_momentum import ScheduledMomentum


@recipe(
    dataset="mnist_5k",
    image_size=28,
    batch_size=100,
    steps=5000,
    examples=(Images, Points),
)
def gan(
    shape,
    classes,
    *,
    width: int | None = None,
    latent_dim: int | None = None,
    learning_rate: float | None = None,
    beta_1: float = 0.5,
    saturating: bool = False,
    discriminator_steps: int = 1,
    average_decay: float = 0.999,
    optimizer: Literal["adam", "sgd"] = "adam",
):
    """`width` is that of the generator's hidden layers: 1200, or 256 for points.

    `learning_rate` of `sgd` is 0.1, and `beta_1` the momentum that it begins with.
    """
    points = len(shape) == 1
    width = width or (256 if points else 1200)
    latent_dim = latent_dim or (2 if points else 100)
    if optimizer == "sgd":
        rate = ExponentialDecay(learning_rate or 0.1, 250_000, 1.000004**-250_000)
        momentum = PolynomialDecay(beta_1, 249 * 500, 0.7)
    else:
        rate = learning_rate or (1e-3 if points else 2e-4)
    maxout = {"width": max(1, width // (4 if points else 5))}
    if points:
        maxout["dropout"] = (0.0, 0.0, 0.0)
    return Setting(
        GAN,
        generator=lambda: networks.mlp.generator(
            shape, latent_dim=latent_dim, width=width
        ),
        discriminator=lambda: networks.mlp.discriminator(shape, **maxout),
        constants={
            "prior": Normal() if points else Uniform(),
            "saturating": saturating,
            "discriminator_steps": discriminator_steps,
        },
        optimizer=lambda: (
            ScheduledMomentum(rate, momentum)
            if optimizer == "sgd"
            else Adam(rate, beta_1=beta_1)
        ),
        compile={"generator_average": GeneratorAverage(average_decay)},
    )
