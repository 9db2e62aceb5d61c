"""A discriminator that has won leaves its generator without a gradient.

The data lie on a circle, the generator's samples on a smaller one inside of it. The
two share no point, so a discriminator can tell all of them apart, and the longer it is
trained, the less it has to say: with log(1 - D) the generator's gradient goes to zero
(Arjovsky and Bottou, 2017, "Towards Principled Methods for Training Generative
Adversarial Networks", https://arxiv.org/abs/1701.04862, theorem 2.4 and figure 2).
With -log D it grows without bound, and its variance with it (theorem 2.6 and figure 3).
The critic of Arjovsky, Chintala and Bottou (2017), https://arxiv.org/abs/1701.07875,
bounded by its clip, settles on a finite slope; and noise on all that the discriminator
sees (section 3 of the first) makes data and samples overlap, and its gradient useful.

Departures: the papers train on images, and let the generator learn for some epochs
before it stands still; here both distributions are chosen.
"""

from typing import NamedTuple

import numpy as np

from tfgan_zoo.experiments.theory import distributions, trainers
from tfgan_zoo.networks.instance_noise import with_instance_noise
from tfgan_zoo.objectives import WGAN
from tfgan_zoo.visualization import plot_style as style

NUMBER = 15
TITLE = "A discriminator trained to the end, and what it leaves the generator"
SECONDS = 16

GAMES = ("log(1 − D)", "−log D", "WGAN critic", "log(1 − D), instance noise")
# Of the generator's circle; that of the data has 1 and (0, 0).
_RADIUS, _CENTRE = 0.7, (0.2, 0.0)
_COLORS = (style.VERMILION, style.PURPLE, style.GREEN, style.ORANGE)


class Numbers(NamedTuple):
    """The generator's gradient while its opponent is trained, for four games.

    The games are those of `GAMES`, in that order.

    Attributes:
        updates: of the opponent at which things were measured, [t].
        accuracy: share of fresh points that D judges rightly, [4, t], in [0, 1]; NaN
            for the critic, which does not judge.
        norm: mean over minibatches of the norm of the gradient of the generator's loss
            in its six weights, [4, t].
        spread: root of the gradient's total variance over minibatches, [4, t].
        real: points of the data, [n, 2].
        fake: points of the generator, [n, 2].
        noise: deviation of the instance noise, in units of the points.
        clip: bound of the critic's weights.
    """

    updates: np.ndarray
    accuracy: np.ndarray
    norm: np.ndarray
    spread: np.ndarray
    real: np.ndarray
    fake: np.ndarray
    noise: float
    clip: float


def measure(
    seed: int = 0,
    *,
    steps: int = 4000,
    moments: int = 14,
    batches: int = 16,
    noise: float = 0.3,
    clip: float = 0.1,
) -> Numbers:
    """Trains three opponents of one generator, and measures what it gets from each.

    Args:
        seed: of weights and samples.
        steps: updates of each opponent.
        moments: how often to measure, from the first update to the last.
        batches: minibatches of 64 over which the gradient is averaged.
        noise: deviation of the instance noise.
        clip: bound of the critic's weights.
    """
    updates = np.unique(np.geomspace(1, steps, moments).round().astype(int))
    plain, critic, noisy = _games(seed, noise, clip)
    measured = np.concatenate(
        [
            _watch(plain, updates, batches, losses=(True, False)),  # One D for both.
            _watch(critic, updates, batches),
            _watch(noisy, updates, batches),
        ]
    )  # [4, t, 3]
    return Numbers(
        updates=updates,
        accuracy=measured[..., 0],
        norm=measured[..., 1],
        spread=measured[..., 2],
        real=distributions.sample_circle(200, (seed, 0)).numpy(),
        fake=trainers.samples(noisy, 200),
        noise=noise,
        clip=clip,
    )


def _games(seed, noise, clip):
    """Games of one generator with a discriminator, a critic, and one under noise."""
    generator = distributions.circle_generator(_RADIUS, _CENTRE)
    plain, critic, noisy = (
        trainers.discriminator((2,), width=64, seed=seed) for _ in range(3)
    )
    # It never falls: the step that the layer counts by is that of `fit`.
    noisy = with_instance_noise(noisy, stddev=noise, steps=1, seed=seed)
    return (
        trainers.fixed_generator(generator, plain, seed=seed, saturating=True),
        trainers.fixed_generator(generator, critic, seed=seed, clip=clip),
        trainers.fixed_generator(generator, noisy, seed=seed, saturating=True),
    )


def _watch(gan, updates, batches, losses=(True,)):
    """Accuracy, norm and spread at each update, [losses, t, 3].

    Args:
        gan: the game.
        updates: of its discriminator.
        batches: minibatches of the gradient.
        losses: of the generator, each whether it is saturating; a critic has one.
    """
    train = trainers.of_discriminator(gan, distributions.sample_circle, batch_size=64)
    rows = [[] for _ in losses]
    for _ in trainers.until(train, updates):
        accuracy = np.nan if isinstance(gan, WGAN) else _accuracy(gan)
        for row, saturating in zip(rows, losses, strict=True):
            gan.saturating = saturating
            gradients = np.array(
                [trainers.generator_gradient(gan, 64, draw) for draw in range(batches)]
            )
            norm = np.linalg.norm(gradients, axis=1).mean()
            spread = np.sqrt(gradients.var(axis=0, ddof=1).sum())
            row.append((accuracy, norm, spread))
    return np.array(rows)


def _accuracy(gan, count=1000):
    """Share of real and fake points, each half, that D calls what they are."""
    real = gan.discriminate(distributions.sample_circle(count, (gan.seed + 2, 0)))
    fake = gan.discriminate(trainers.samples(gan, count))
    return (np.mean(real > 0) + np.mean(fake < 0)) / 2


@style.styled
def draw(numbers: Numbers):
    """The data, D's accuracy, and the norm and spread of the generator's gradient."""
    figure, ((plane, accuracy), (norm, spread)) = style.figure(2, 2, height=6.6)

    plane.plot(*numbers.real.T, ".", color=style.REAL, markersize=3)
    plane.plot(*numbers.fake.T, ".", color=style.FAKE, markersize=3)
    plane.text(0.78, 0.78, "data", color=style.REAL)
    plane.text(_CENTRE[0], 0, "generator", color=style.FAKE, ha="center", va="center")
    plane.set(aspect="equal", adjustable="datalim", xlabel="x", ylabel="y")
    plane.set_title("Two distributions that share no point")

    updates, last = numbers.updates, numbers.updates[-1]
    for i, words, height in (
        (0, "without noise", 97),
        (3, "with instance noise", 100 * numbers.accuracy[3, -1] - 4),
    ):
        accuracy.semilogx(updates, 100 * numbers.accuracy[i], color=_COLORS[i])
        accuracy.text(last, height, words, color=_COLORS[i], ha="right", va="top")
    accuracy.set(title="The discriminator wins", ylim=(45, 103))
    accuracy.set(xlabel="updates of the discriminator", ylabel="accuracy of D, %")

    for axis, values in ((norm, numbers.norm), (spread, numbers.spread)):
        for row, game, color in zip(values, GAMES, _COLORS, strict=True):
            axis.loglog(updates, row, color=color, label=game)
        axis.set(xlim=(5, 1.25 * last), ylim=(1e-3, 2e2))
        axis.set_xlabel("updates of the discriminator or critic")
    norm.set(title="What is left for the generator", ylabel="norm of its gradient")
    spread.set(title="How far minibatches disagree", ylabel="spread of the gradient")
    style.legend_below(figure, norm, ncols=4, title="generator's loss")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    peak = numbers.norm.max(axis=1)
    last = numbers.norm[:, -1]
    wide = numbers.spread
    return (
        "The generator stands still on a circle inside that of the data. D is soon "
        f"right about {100 * numbers.accuracy[0, -1]:.0f}% of the points, and the "
        f"gradient of log(1 − D) falls from {peak[0]:.2g} to {last[0]:.2g}. That of "
        f"−log D grows instead, to {last[1]:.0f}, and its spread between minibatches "
        f"to {wide[1, -1]:.0f}: how long D was trained decides the length of the "
        f"generator's step. The clipped critic's settles at {last[2]:.2g} (spread "
        f"{wide[2, -1]:.2g}), and noise of deviation {numbers.noise:g} on all that D "
        f"sees brings that of log(1 − D) back to {last[3]:.2g}, at an accuracy of "
        f"{100 * numbers.accuracy[3, -1]:.0f}%."
    )
