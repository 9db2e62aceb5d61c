"""The first GAN, fully connected.

Goodfellow et al. (2014), https://arxiv.org/abs/1406.2661, section 5, with the networks,
minibatches of 100 and uniform latents in 100 dimensions of the authors' `mnist.yaml`
(https://github.com/goodfeli/adversarial).

    tfgan-train --recipe=gan --dataset=digits --workdir=runs/gan
    tfgan-train --recipe=gan --dataset=ring --workdir=runs/ring

Departures: Adam with the constants of DCGAN instead of gradient descent with a falling
rate and rising momentum, whose first values, 0.1 and 0.5, held fixed, sent every sample
to one class within 1,000 steps on `digits` at 8x8; latents
on [-1, 1] instead of [-3**0.5, 3**0.5]; what is sampled is a running average of the
generator. The paper has no points in the plane: for these the networks are smaller,
without dropout, the latents are two normal numbers, and the rate is 0.001.
"""

from tfgan_zoo.networks import mlp
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.seeding import seeded

DATASET = "digits"
IMAGE_SIZE = 16
BATCH_SIZE = 100
STEPS = 5000
EXAMPLES = "images"


def build(
    image_shape: tuple[int, ...],
    num_classes: int | None = None,
    seed: int | None = None,
    *,
    networks=None,
    width: int | None = None,
):
    """The compiled model; `width` is that of the generator's hidden layers."""
    points = len(image_shape) == 1
    width = width or (256 if points else 1200)
    maxout = {"width": max(1, width // (4 if points else 5))}
    if points:
        maxout["dropout"] = (0.0, 0.0, 0.0)
    with seeded(seed):
        generator, discriminator = networks or (
            mlp.generator(image_shape, latent_dim=2 if points else 100, width=width),
            mlp.discriminator(image_shape, **maxout),
        )
        law = "normal" if points else "uniform"
        gan = GAN(generator, discriminator, latent_law=law, seed=seed)
    rate = 1e-3 if points else 2e-4
    gan.compile(
        generator_optimizer=Adam(rate, beta_1=0.5),
        discriminator_optimizer=Adam(rate, beta_1=0.5),
        generator_average=GeneratorAverage(0.999),
    )
    return gan
