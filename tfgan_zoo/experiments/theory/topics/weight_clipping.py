"""Weight clipping drives a critic's weights to the two ends of the box.

A critic that maximises E[f(x)] - E[f(G(z))] under |w| <= c uses all the slope that the
box allows, so that nearly all its weights end at -c or c. With a penalty on the slope
instead of the clip the same critic's weights do not. Gulrajani et al. (2017), "Improved
Training of Wasserstein GANs", https://arxiv.org/abs/1704.00028, section 3 and figure
1b; the clip is that of Arjovsky, Chintala and Bottou (2017),
https://arxiv.org/abs/1701.07875, Algorithm 1.

Departures: the paper's critics have twelve rectified layers and the Swiss roll for
data; here they have three, and tell the ring of eight Gaussians from a standard normal
distribution. As there, the generator stands still.
"""

from typing import NamedTuple

import keras
import numpy as np
from keras import layers

from tfgan_zoo.experiments.theory import distributions, trainers
from tfgan_zoo.objectives import WGAN, WGANGP
from tfgan_zoo.training.seeding import seeded
from tfgan_zoo.visualization import plot_style as style

NUMBER = 18
TITLE = "Weight clipping: the critic's weights pile up at ±c"
SECONDS = 7

_BINS = 41


class Numbers(NamedTuple):
    """Weights of critics in training, all layers together.

    Attributes:
        clips: bounds c of the critics with a clip, [k].
        updates: of the critic at which weights were looked at, [t], from 0.
        at_bound: share of the weights with |w| = c, to a part in a million, [k, t].
        edges: of cells of w / c, [b + 1].
        first: share of the weights in each cell before the first update, [k, b].
        last: the same after the last one, [k, b].
        penalty_edges: of cells of w, for the critic with a gradient penalty, [b + 1].
        penalty_last: share of its weights in each cell after the last one, [b].
    """

    clips: np.ndarray
    updates: np.ndarray
    at_bound: np.ndarray
    edges: np.ndarray
    first: np.ndarray
    last: np.ndarray
    penalty_edges: np.ndarray
    penalty_last: np.ndarray


def share_at_bound(weights, clip: float) -> float:
    """Share of weights that the clip holds, |w| = c to a part in a million."""
    return float(np.mean(np.abs(weights) >= clip * (1 - 1e-6)))


def measure(
    seed: int = 0, *, clips=(0.03, 0.1, 0.3), steps: int = 3000, moments: int = 12
) -> Numbers:
    """Trains a critic with each clip, and one with a gradient penalty beside them.

    Args:
        seed: of weights and samples.
        clips: bounds c.
        steps: updates of each critic.
        moments: how often to look at the weights after the start.
    """
    marks = np.geomspace(1, steps, moments).round().astype(int)
    marks = np.unique(np.concatenate([[0], marks]))
    edges = np.linspace(-1, 1, _BINS + 1)
    shares, first, last = [], [], []
    for clip in clips:
        gan = build(clip, seed)
        train = trainers.of_discriminator(
            gan, distributions.sample_ring, batch_size=256
        )
        weights = [_weights(gan) for _ in trainers.until(train, marks)]
        shares.append([share_at_bound(at_mark, clip) for at_mark in weights])
        first.append(_cells(weights[0] / clip, edges))
        last.append(_cells(weights[-1] / clip, edges))

    gan = build(None, seed)
    trainers.of_discriminator(gan, distributions.sample_ring, batch_size=256)(steps)
    weights = _weights(gan)
    reach = np.quantile(np.abs(weights), 0.999)
    penalty_edges = np.linspace(-reach, reach, _BINS + 1)
    return Numbers(
        clips=np.array(clips, float),
        updates=marks,
        at_bound=np.array(shares),
        edges=edges,
        first=np.array(first),
        last=np.array(last),
        penalty_edges=penalty_edges,
        penalty_last=_cells(weights, penalty_edges),
    )


def build(clip: float | None, seed: int):
    """WGAN with a clip, or WGAN-GP for None; its generator is z itself."""
    latents = keras.Input((2,), name="latents")
    identity = layers.Dense(2, kernel_initializer="identity")
    generator = keras.Model(latents, identity(latents))
    points = x = keras.Input((2,), name="points")
    with seeded(seed):
        if clip:  # At first inside of the box, so that no weight starts at its end.
            initializer = keras.initializers.RandomUniform(-clip / 2, clip / 2)
        else:
            initializer = keras.initializers.GlorotUniform()
        for width in (64, 64, 64, 1):
            activation = "relu" if width > 1 else None
            x = layers.Dense(width, activation, kernel_initializer=initializer)(x)
        critic = keras.Model(points, x)
        if clip is None:
            gan = WGANGP(generator, critic, discriminator_steps=1, seed=seed)
            return trainers.compile_discriminator(
                gan, keras.optimizers.Adam(1e-3, beta_1=0.5)
            )
        gan = WGAN(generator, critic, clip=clip, discriminator_steps=1, seed=seed)
        return trainers.compile_discriminator(gan, keras.optimizers.RMSprop(clip / 100))


def _weights(gan):
    weights = gan.discriminator.trainable_variables
    return np.concatenate([np.ravel(weight) for weight in weights])


def _cells(weights, edges):
    return np.histogram(weights, edges)[0] / len(weights)


@style.styled
def draw(numbers: Numbers):
    """Histograms of the weights with and without clip, and the share at its ends."""
    figure, ((clipped, penalty, share),) = style.figure(1, 3, height=3.5)
    first, last = 100 * numbers.first[-1], 100 * numbers.last[-1]
    clipped.stairs(first, numbers.edges, color=style.GREY, label="at the start")
    at_the_end = {"color": style.WGAN, "fill": True, "label": "at the end"}
    clipped.stairs(last, numbers.edges, **at_the_end)
    clipped.set(xlabel="weight w / c", ylabel="share of the weights, %")
    clipped.set_title(f"With the clip, c = {numbers.clips[-1]:g}")
    clipped.set_xticks([-1, 0, 1], ["−c", "0", "c"])
    clipped.legend(loc="upper center")

    without = 100 * numbers.penalty_last
    penalty.stairs(without, numbers.penalty_edges, color=style.SKY, fill=True)
    penalty.set(xlabel="weight w", ylabel="share of the weights, %")
    penalty.set_title("With a gradient penalty")
    penalty.locator_params(axis="x", nbins=4)

    updates = numbers.updates
    colors = (style.ORANGE, style.WGAN, style.PURPLE, style.BLUE)
    for clip, row, color in zip(numbers.clips, numbers.at_bound, colors, strict=False):
        share.plot(updates, 100 * row, color=color, label=f"c = {clip:g}", marker="o")
    share.set_xscale("log")
    share.set(xlim=(8, 1.25 * updates[-1]), ylim=(-3, 103))
    share.set(xlabel="updates of the critic", ylabel="weights at −c or c, %")
    share.set_title("How many the clip holds")
    share.legend(loc="upper left")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    shares = [
        f"{100 * row[-1]:.0f}% of them with c = {clip:g}"
        for clip, row in zip(numbers.clips, numbers.at_bound, strict=True)
    ]
    return (
        "The critic of a WGAN takes all the slope that the box |w| ≤ c allows, and its "
        f"weights go to the ends of it: after {numbers.updates[-1]:,} updates the clip "
        f"holds {', '.join(shares)} (left and right). The same critic "
        "with a gradient penalty instead of the clip (middle) has no such ends. A "
        "network of two values per weight is a crude one, one of the reasons for "
        "the penalty."
    )
