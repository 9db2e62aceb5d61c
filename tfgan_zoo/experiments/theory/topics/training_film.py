"""A film of a training on the line: the data, the generator, and D between them.

Goodfellow et al. (2014), "Generative Adversarial Nets",
https://arxiv.org/abs/1406.2661, figure 1, there as a sketch, here as a training: the
latents z below are carried to G(z), whose density p_g moves onto that of the data, and
D, first the same everywhere, tells them apart, follows, and ends at 1/2. For any
generator the best D has

    E_p[D*] + E_g[D*] = integral of (p + p_g) p / (p + p_g) = 1

so that its mean over as many real as fake points is 1/2 all along. What says that p_g
has come to p is that the two means meet, and that V(D, G) comes to -log 4, under a D
that could tell: at the start D knows nothing, and both hold too.
"""

import functools
from typing import NamedTuple

import keras
import numpy as np
from scipy.stats import norm

from tfgan_zoo.divergences import jensen_shannon
from tfgan_zoo.experiments.theory import distributions, trainers
from tfgan_zoo.experiments.theory.topics import optimal_discriminator
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training.seeding import seeded
from tfgan_zoo.visualization import plot_style as style

NUMBER = 8
TITLE = "A training on the line: p_g comes to the data, and D to 1/2"
SECONDS = 6

_DATA = (2.0, 0.6)  # Mean and deviation.
_EDGES = np.linspace(-3.0, 5.0, 161)  # Of the cells in which p_g is counted.
_FRAMES = 8
_LATENTS = norm.ppf((np.arange(20_000) + 0.5) / 20_000)  # Equally probable.


class Numbers(NamedTuple):
    """A generator and a discriminator at moments of their training.

    Attributes:
        x: middles of cells of the line, [n].
        p: density of the data in each, [n].
        steps: at which the two were looked at, [t], from 0.
        frames: indices of the moments that are drawn, [8].
        densities: density of the generator, p_g, in each cell at those moments, [8, n].
        discriminator: D at x at those moments, [8, n], in [0, 1].
        latents: z of which G(z) is drawn, [k].
        carried: G(z) at those moments, [8, k].
        real: E_p[D] at each moment, [t].
        fake: E_g[D], [t].
        best_real: E_p[D*] of the best D, [t].
        value: V(D, G), in nats, [t].
        best_value: -log 4 + 2 JS(p, p_g), in nats, [t].
    """

    x: np.ndarray
    p: np.ndarray
    steps: np.ndarray
    frames: np.ndarray
    densities: np.ndarray
    discriminator: np.ndarray
    latents: np.ndarray
    carried: np.ndarray
    real: np.ndarray
    fake: np.ndarray
    best_real: np.ndarray
    value: np.ndarray
    best_value: np.ndarray


def measure(seed: int = 0, *, steps: int = 2500, moments: int = 30) -> Numbers:
    """Trains a GAN and looks at both players on the way.

    Args:
        seed: of weights and samples.
        steps: of both players.
        moments: how often to look, from the first step to the last.
    """
    marks = np.geomspace(1, steps, moments).round().astype(int)
    marks = np.unique(np.concatenate([[0], marks]))
    # Most of the way lies between a hundredth of the steps and a fifth of them.
    shown = [0, *np.geomspace(steps / 100, steps / 5, _FRAMES - 2), steps]
    frames = np.abs(marks[:, None] - shown).argmin(axis=0)

    gan = build(seed, steps)
    real = functools.partial(
        distributions.sample_gaussian, mean=_DATA[0], deviation=_DATA[1]
    )
    train = trainers.of_gan(gan, real, batch_size=256)
    looks = [_look(gan) for _ in trainers.until(train, marks)]
    points, cells, logits, fake_logits = (
        np.array(each) for each in zip(*looks, strict=True)
    )
    # Over as many points of the data, at their own quantiles.
    data = np.diff(norm.cdf(_EDGES, *_DATA))
    data /= data.sum()
    width = _EDGES[1] - _EDGES[0]
    best = [optimal_discriminator.optimum(data, each) for each in cells]
    chosen = np.linspace(0, len(_LATENTS) - 1, 21).round().astype(int)[1:-1]
    return Numbers(
        x=(_EDGES[1:] + _EDGES[:-1]) / 2,
        p=data / width,
        steps=marks,
        frames=frames,
        densities=cells[frames] / width,
        discriminator=_sigmoid(logits[frames]),
        latents=_LATENTS[chosen],
        carried=points[frames][:, chosen],
        real=_sigmoid(logits) @ data,
        fake=_sigmoid(fake_logits).mean(axis=1),
        best_real=np.array(best) @ data,
        value=-np.logaddexp(0, -logits) @ data
        - np.logaddexp(0, fake_logits).mean(axis=1),
        best_value=np.array([2 * jensen_shannon(data, q) - np.log(4) for q in cells]),
    )


def build(seed: int, steps: int):
    """The GAN, compiled: a generator of two layers of 16, rates that fall to 0."""
    latents = x = keras.Input((1,), name="latents")
    with seeded(seed):
        for _ in range(2):
            x = keras.layers.Dense(16, "tanh")(x)
        generator = keras.Model(latents, keras.layers.Dense(1)(x))
    network = trainers.discriminator((1,), width=32, seed=seed)
    gan = GAN(generator, network, seed=seed)
    gan.compile(
        *(
            keras.optimizers.Adam(
                keras.optimizers.schedules.CosineDecay(rate, steps), beta_1=0.5
            )
            for rate in (1e-3, 1e-2)
        )
    )
    return gan


def _look(gan):
    """G of the latents, its share in each cell, and logits over x and over G(z)."""
    latents = _LATENTS[:, None].astype("float32")
    points = np.asarray(gan.generator(latents, training=False), float)[:, 0]
    inside = np.clip(points, _EDGES[0], _EDGES[-1])
    cells = np.histogram(inside, _EDGES)[0] / len(points)
    middles = (_EDGES[1:] + _EDGES[:-1]) / 2
    logits = [
        np.asarray(gan.discriminate(each[:, None].astype("float32")), float)[:, 0]
        for each in (middles, points)
    ]
    return points, cells, *logits


def _sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


@style.styled
def draw(numbers: Numbers):
    """Eight frames; the means of D and the value of the game below them."""
    figure, axes = style.figure(3, 4, height=7.6, height_ratios=(1, 1, 1.15))
    rows = zip(
        axes[:2].ravel(),
        numbers.steps[numbers.frames],
        numbers.densities,
        numbers.discriminator,
        numbers.carried,
        strict=True,
    )
    for axis, step, density, judged, carried in rows:
        axis.fill_between(
            numbers.x, numbers.p, color=style.REAL, alpha=0.25, linewidth=0
        )
        axis.fill_between(numbers.x, density, color=style.FAKE, alpha=0.35, linewidth=0)
        axis.plot(numbers.x, judged, color=style.GAN)
        for z, to in zip(numbers.latents, carried, strict=True):
            axis.plot([z, to], [-0.42, -0.06], color=style.GREY, linewidth=0.6)
        axis.axhline(0, color=style.GREY, linewidth=0.6)
        axis.set(xlim=(-2.3, 4.3), ylim=(-0.46, 1.08), yticks=[0, 0.5, 1])
        axis.set_xticks([-2, 0, 2, 4])
        axis.set_title(f"step {step:,}", fontsize=9.5)
    for axis in axes[1]:
        axis.set_xlabel("x")
    first = axes[0, 0]
    for row in axes[:2]:
        row[0].set_ylabel("D, densities")
    first.text(3.0, 0.62, "data", color=style.REAL, ha="center")
    first.text(-1.0, 0.85, "p_g", color=style.FAKE, ha="center")
    first.text(3.4, 0.3, "D", color=style.GAN)
    first.text(-2.2, -0.4, "z", color=style.GREY)

    grid = axes[2, 0].get_gridspec()
    for axis in axes[2]:
        axis.remove()
    means, value = (figure.add_subplot(grid[2, k : k + 2]) for k in (0, 2))
    steps = numbers.steps
    means.plot(steps, numbers.real, color=style.REAL, label="E_p[D], over data")
    means.plot(steps, numbers.fake, color=style.FAKE, label="E_g[D], over samples")
    middle = (numbers.real + numbers.fake) / 2
    means.plot(steps, middle, color=style.BLACK, linewidth=1, label="over both")
    means.plot(
        steps, numbers.best_real, **style.DASHED, label="the best D, over either"
    )
    means.plot(steps, 1 - numbers.best_real, **style.DASHED)
    means.axhline(0.5, **style.GUIDE)
    means.set(
        ylim=(-0.03, 1.42),
        yticks=[0, 0.5, 1],
        ylabel="mean of D",
        title="What D says on average",
    )
    means.legend(loc="upper left", fontsize=8.5, ncols=2)

    value.plot(steps, numbers.value, color=style.GAN, label="V(D, G)")
    label = "−log 4 + 2 JS(p, p_g)"
    value.plot(steps, numbers.best_value, **style.DASHED, label=label)
    value.axhline(-np.log(4), **style.GUIDE)
    note = {"color": style.GREY, "va": "top"}
    value.text(1, -np.log(4) - 0.03, "−log 4", **note)
    value.set(ylabel="nats", title="What the game is worth", ylim=(-1.9, 0.1))
    value.legend(loc="upper right", fontsize=8.5)
    for axis in (means, value):
        axis.set_xscale("symlog", linthresh=1)
        axis.set(xlim=(0, steps[-1]), xlabel="steps of both players")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    part = np.abs(numbers.real - numbers.fake)
    widest = part.argmax()
    distance = (numbers.best_value + np.log(4)) / 2
    return (
        "A generator of one latent z (grey lines carry z to G(z)) and a discriminator, "
        "both trained. At the start D has learnt nothing and is 1/2 everywhere; at "
        f"step {numbers.steps[widest]:,} its means over data and samples are "
        f"{numbers.real[widest]:.2f} and {numbers.fake[widest]:.2f}; then p_g comes to "
        f"the data, and they end at {numbers.real[-1]:.3f} and {numbers.fake[-1]:.3f}, "
        f"V at {numbers.value[-1]:.3f} nats beside −log 4 = −1.386, and JS(p, p_g) at "
        f"{distance[-1]:.4f}. The mean over both says nothing: for the best D it is "
        "1/2 whatever the generator does, as the two dashed curves sum to 1. Nor does "
        "a D of 1/2 alone prove that the samples are good: a D that is blind says the "
        f"same, as at step 0, where JS is {distance[0]:.2f} of at most 0.69."
    )
