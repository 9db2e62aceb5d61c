"""Between two Gaussians a discriminator saturates, where a critic stays linear.

Two distributions of the line that hardly overlap. D is near 1 on the data and near 0 on
the generator's samples, and flat on both; the critic of a WGAN, bounded by its clip,
rises nearly linearly from the one to the other, so that a sample is told where to go
however far away it is. Arjovsky, Chintala and Bottou (2017), "Wasserstein GAN",
https://arxiv.org/abs/1701.07875, figure 2.

The critic is divided by its steepest slope K, which makes it 1-Lipschitz; then

    E[f(x)] - E[f(G(z))] <= W(data, generator)

(equation 2), and for two Gaussians of one deviation W is the distance of their means.
"""

import functools
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from tfgan_zoo.divergences import wasserstein_1d
from tfgan_zoo.experiments.theory import distributions, trainers
from tfgan_zoo.visualization import plot_style as style

NUMBER = 16
TITLE = "D saturates, the critic stays linear"
SECONDS = 3

_DATA, _GENERATOR = (2.0, 0.5), (-2.0, 0.5)  # Mean and deviation.


class Numbers(NamedTuple):
    """A discriminator and a critic of two Gaussians, trained to the end.

    Attributes:
        x: points of the line, [n].
        p: density of the data at x, [n].
        q: density of the generator at x, [n].
        discriminator: D at x, [n], in [0, 1].
        critic: f / K at x, [n], in units of x; 0 at the middle of the line.
        slope: K, the steepest slope of the critic before it was divided by it.
        saturating: slope of log(1 - D) at x, in nats per unit of x, [n], its size.
        not_saturating: the same of -log D, [n].
        critic_slope: the same of f / K, without unit, [n].
        estimate: E[f(x)] - E[f(G(z))] over K, in units of x, from samples.
        distance: W of the same samples, in units of x.
    """

    x: np.ndarray
    p: np.ndarray
    q: np.ndarray
    discriminator: np.ndarray
    critic: np.ndarray
    slope: float
    saturating: np.ndarray
    not_saturating: np.ndarray
    critic_slope: np.ndarray
    estimate: float
    distance: float


def measure(seed: int = 0, *, steps: int = 3000, clip: float = 0.1) -> Numbers:
    """Trains both against a generator that stands still.

    Args:
        seed: of weights and samples.
        steps: updates of each.
        clip: bound of the critic's weights.
    """
    x = np.linspace(-5.0, 5.0, 501)
    logits, logit_slope, _ = _trained(x, seed, steps)
    scores, score_slope, gan = _trained(x, seed, steps, clip)
    steepest = np.abs(score_slope).max()

    real = distributions.sample_gaussian(5000, (seed + 1, 1), *_DATA).numpy()
    fake = distributions.sample_gaussian(5000, (seed + 1, 2), *_GENERATOR).numpy()
    means = [float(np.mean(gan.discriminate(points))) for points in (real, fake)]
    probability = 1 / (1 + np.exp(-logits))
    return Numbers(
        x=x,
        p=distributions.gaussian_density(x, *_DATA),
        q=distributions.gaussian_density(x, *_GENERATOR),
        discriminator=probability,
        critic=(scores - np.interp(0.0, x, scores)) / steepest,
        slope=float(steepest),
        # d/dx log(1 - sigmoid(l)) = -sigmoid(l) l', of -log sigmoid(l): -sigmoid(-l) l'
        saturating=np.abs(logit_slope) * probability,
        not_saturating=np.abs(logit_slope) / (1 + np.exp(logits)),
        critic_slope=np.abs(score_slope) / steepest,
        estimate=(means[0] - means[1]) / steepest,
        distance=wasserstein_1d(real[:, 0], fake[:, 0]),
    )


def _trained(x, seed, steps, clip=None):
    """Outputs at x of a trained discriminator or critic, their slope, and its game."""
    generator = distributions.gaussian_generator(*_GENERATOR)
    network = trainers.discriminator((1,), width=32, seed=seed)
    gan = trainers.fixed_generator(generator, network, seed=seed, clip=clip)
    real = functools.partial(
        distributions.sample_gaussian, mean=_DATA[0], deviation=_DATA[1]
    )
    trainers.of_discriminator(gan, real, batch_size=256)(steps)

    points = tf.constant(x[:, None], tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(points)
        outputs = network(points, training=False)
    slope = tape.gradient(outputs, points)
    return *(np.asarray(part, float)[:, 0] for part in (outputs, slope)), gan


@style.styled
def draw(numbers: Numbers):
    """Both functions over p and q, and the slope that each gives a sample."""
    figure, ((values, slopes),) = style.figure(1, 2, height=3.6)
    x = numbers.x

    top = max(numbers.p.max(), numbers.q.max())
    for density, color in ((numbers.p, style.REAL), (numbers.q, style.FAKE)):
        heights = density / (2 * top)
        values.fill_between(x, heights, color=color, alpha=0.2, linewidth=0)
        within = x[density > 0.02 * density.max()]
        slopes.axvspan(within[0], within[-1], color=color, alpha=0.1, linewidth=0)
    values.plot(x, numbers.discriminator, color=style.GAN)
    values.set(xlabel="x", ylabel="D(x)", title="What they say", ylim=(-0.05, 1.05))
    values.text(-2, 0.53, "generator", color=style.FAKE, ha="center")
    values.text(2, 0.53, "data", color=style.REAL, ha="center")
    values.text(-0.2, 0.85, "GAN's D", color=style.GAN, ha="right")

    scores = values.twinx()
    scores.spines["right"].set_visible(True)
    scores.plot(x, numbers.critic, color=style.WGAN)
    reach = np.abs(numbers.critic).max()
    scores.set_ylim(-1.1 * reach, 1.1 * reach)
    scores.set_ylabel("critic f(x) / K, in units of x", color=style.WGAN)
    scores.tick_params(axis="y", colors=style.WGAN)
    scores.text(4.9, 0.28 * reach, "WGAN's critic", color=style.WGAN, ha="right")

    slopes.semilogy(x, numbers.saturating, color=style.VERMILION)
    slopes.semilogy(x, numbers.not_saturating, color=style.PURPLE)
    slopes.semilogy(x, numbers.critic_slope, color=style.WGAN)
    slopes.text(4.9, 11, "log(1 − D)", color=style.VERMILION, ha="right")
    slopes.text(-4.9, 11, "−log D", color=style.PURPLE)
    slopes.text(4.9, 0.14, "critic f / K", color=style.WGAN, ha="right")
    slopes.set(title="What a sample feels: the slope of each loss", ylim=(1e-8, 1e3))
    slopes.set_xlabel("x, where a sample of the generator may lie")
    slopes.set_ylabel("slope, per unit of x")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    there = numbers.q > 0.1 * numbers.q.max()
    return (
        "A discriminator and a WGAN critic, trained to the end on two Gaussians. D is "
        "0 on the generator's samples and 1 on the data, a step; where the samples "
        f"lie, log(1 − D) has a slope of {np.median(numbers.saturating[there]):.6f} "
        f"(median) and −log D one of {np.median(numbers.not_saturating[there]):.2g}. "
        "The critic rises from the one to the other nearly as a straight line, "
        f"with a slope of at least {numbers.critic_slope[there].min():.2f} there. "
        f"Divided by its steepest slope K = {numbers.slope:.3g}, it puts them "
        f"{numbers.estimate:.2f} apart; the Wasserstein distance, which no such "
        f"critic can exceed, is {numbers.distance:.2f}."
    )
