"""Mode collapse: a generator as one point that hops, and two games that spread it.

Eight Gaussians on a ring, and a generator that learns four times as fast as the
discriminator. A discriminator that judges each point alone sends all of them the same
way; the generator puts all its mass where the discriminator now is weakest, and follows
it from mode to mode. Metz et al. (2017), "Unrolled Generative Adversarial Networks",
https://arxiv.org/abs/1611.02163, section 3.1 and figure 2.

Minibatch discrimination (Salimans et al., 2016, https://arxiv.org/abs/1606.03498,
section 3.2) shows the discriminator that the points of a minibatch are alike. The
critic of a WGAN (Arjovsky, Chintala and Bottou, 2017,
https://arxiv.org/abs/1701.07875) is bounded, so that a point next to it costs more
where too many are. A mode counts as covered if at least 1% of the points are within
three deviations of its mean.

Departures: networks and rates are small, and chosen so that the plain GAN collapses;
with equal rates it covers seven or eight modes. WGAN has its own optimizer and five
steps of the critic. What is drawn and counted is the running average of the generator.
"""

import math
from typing import NamedTuple

import keras
import numpy as np

from tfgan_zoo import metrics
from tfgan_zoo.experiments.theory import distributions, trainers
from tfgan_zoo.layers import MinibatchDiscrimination
from tfgan_zoo.networks import mlp
from tfgan_zoo.objectives import GAN, WGAN
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.seeding import seeded
from tfgan_zoo.visualization import plot_style as style

NUMBER = 17
TITLE = "Mode collapse on a ring of eight Gaussians"
SECONDS = 70

GAMES = ("GAN", "GAN with minibatch discrimination", "WGAN")
_COLORS = (style.GAN, style.PURPLE, style.WGAN)


class Numbers(NamedTuple):
    """Three games on the ring, each from several seeds.

    The games are those of `GAMES`, in that order.

    Attributes:
        steps: of the generator at which points were drawn, [t], from 0.
        seeds: of the runs, [r].
        modes: covered modes, of 8, [3, r, t].
        near: share of the points within three deviations of a mean, [3, r, t].
        points: of the first seed at three of the steps, [3, 3, n, 2].
        point_steps: these steps, [3].
        real: points of the data, [n, 2].
    """

    steps: np.ndarray
    seeds: np.ndarray
    modes: np.ndarray
    near: np.ndarray
    points: np.ndarray
    point_steps: np.ndarray
    real: np.ndarray


def covered(
    points, deviation: float = distributions.RING_DEVIATION
) -> tuple[int, float]:
    """Modes of the ring that points cover, and the share of points near a mode.

    Args:
        points: [n, 2].
        deviation: of the ring's Gaussians, in units of the points.

    Returns:
        The number of modes with at least 1% of the points within three deviations,
        from 0 to 8; and the share of all points within three deviations of a mean.
    """
    least = math.ceil(0.01 * len(points))
    score = metrics.modes.score(
        points, distributions.ring_means(), deviation, within=3, least=least
    )
    return int(score["modes"]), score["high_quality"]


def measure(
    seed: int = 0, *, steps: int = 2500, seeds: int = 3, moments: int = 10
) -> Numbers:
    """Plays the three games from several seeds.

    Args:
        seed: the first of them.
        steps: of the generator.
        seeds: number of runs of each game.
        moments: how often to draw points after the start.
    """
    marks = np.unique(np.linspace(0, steps, moments + 1).round().astype(int))
    chosen = marks[np.linspace(1, len(marks) - 1, 3).round().astype(int)]
    every = np.arange(seed, seed + seeds)
    scores = np.zeros((len(GAMES), seeds, len(marks), 2))
    shown = np.zeros((len(GAMES), 3, 500, 2))
    for i, game in enumerate(GAMES):
        for j, run in enumerate(every):
            gan = build(game, int(run))
            train = trainers.of_gan(gan, distributions.sample_ring, batch_size=100)
            for k, mark in enumerate(trainers.until(train, marks)):
                points = trainers.samples(gan, 2500)
                scores[i, j, k] = covered(points)
                if j == 0:
                    shown[i, chosen == mark] = points[:500]
    return Numbers(
        steps=marks,
        seeds=every,
        modes=scores[..., 0],
        near=scores[..., 1],
        points=shown,
        point_steps=chosen,
        real=distributions.sample_ring(500, (seed, 0)).numpy(),
    )


def build(game: str, seed: int):
    """One of `GAMES`, compiled, on the same generator and nearly the same opponent."""
    with seeded(seed):
        generator = mlp.generator((2,), latent_dim=2, width=256)
        network = mlp.discriminator((2,), width=64, dropout=(0.0, 0.0, 0.0))
        if game == "GAN with minibatch discrimination":
            network = _with_minibatch_discrimination(network)
    if game == "WGAN":
        gan = WGAN(generator, network, clip=0.1, seed=seed)
        rates = [keras.optimizers.RMSprop(1e-3) for _ in range(2)]
    else:
        gan = GAN(generator, network, seed=seed)
        rates = [keras.optimizers.Adam(rate, beta_1=0.5) for rate in (4e-3, 1e-3)]
    gan.compile(*rates, generator_average=GeneratorAverage(0.999))
    return gan


def _with_minibatch_discrimination(network):
    """The same discriminator with one layer more in front of its output."""
    # One kernel: with more of them the discriminator often wins for good.
    wide = keras.initializers.RandomNormal(stddev=1.0)
    closeness = MinibatchDiscrimination(1, 2, kernel_initializer=wide)(
        network.get_layer("features").output
    )
    small = keras.initializers.RandomUniform(-0.005, 0.005)
    logits = keras.layers.Dense(1, kernel_initializer=small)(closeness)
    return keras.Model(network.inputs, logits)


@style.styled
def draw(numbers: Numbers):
    """Points of each game at three steps, and the modes that it covers over them."""
    figure, axes = style.figure(3, 4, height=7.2, width_ratios=(1, 1, 1, 1.35))
    for row, game, color, points, modes in zip(
        axes, GAMES, _COLORS, numbers.points, numbers.modes, strict=True
    ):
        for axis, step, cloud in zip(row, numbers.point_steps, points, strict=False):
            axis.plot(*numbers.real.T, ".", color=style.REAL, markersize=2, alpha=0.4)
            axis.plot(*cloud.T, ".", color=style.FAKE, markersize=2)
            axis.set(xlim=(-3, 3), ylim=(-3, 3), xticks=[-2, 0, 2], yticks=[-2, 0, 2])
            axis.set_box_aspect(1)
            axis.set_title(f"step {step:,}", fontsize=9.5)
        row[0].set_ylabel("y", labelpad=0)
        row[0].text(
            -0.36,
            0.5,
            game.replace(" with ", " with\n"),
            transform=row[0].transAxes,
            rotation="vertical",
            ha="right",
            va="center",
            multialignment="center",
            color=color,
            fontsize=10.5,
        )
        for run in modes:
            row[3].plot(numbers.steps, run, color=color, linewidth=1.4, alpha=0.8)
        row[3].set(ylim=(-0.4, 8.4), yticks=[0, 2, 4, 6, 8], ylabel="modes of 8")
        row[3].set_box_aspect(1 / 1.35)
        row[3].set_title(f"covered, {len(numbers.seeds)} seeds", fontsize=9.5)
    for axis in axes[-1, :3]:
        axis.set_xlabel("x")
    axes[-1, 3].set_xlabel("steps of the generator")
    for label, color in (("data", style.REAL), ("generator", style.FAKE)):
        axes[0, 0].plot([], [], "o", color=color, label=label)
    style.legend_below(figure, axes[0, 0], ncols=2)
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    last, near = numbers.modes[:, :, -1], numbers.near[:, :, -1].mean(axis=1)
    told = [
        f"{game} covers {' and '.join(f'{m:g}' for m in sorted(set(modes)))} of the 8 "
        f"modes ({100 * share:.0f}% of its points are within three deviations of one)"
        for game, modes, share in zip(GAMES, last, near, strict=True)
    ]
    return (
        "A generator that learns four times as fast as its discriminator, which judges "
        "each point alone, sends its points to a few places at a time, and on from "
        f"there. After {numbers.steps[-1]:,} steps, over {len(numbers.seeds)} seeds: "
        f"{'; '.join(told)}. What is drawn and counted is the running average of the "
        "generator, which lies between the modes when the generator hops. Minibatch "
        "discrimination changes one layer of the discriminator; WGAN has a bounded "
        "critic, five steps of it for each of the generator's, and its own optimizer."
    )
