"""Samples that can be told apart, of distributions that overlap or are the same.

Arjovsky and Bottou (2017), "Towards Principled Methods for Training Generative
Adversarial Networks", https://arxiv.org/abs/1701.04862, section 2: a discriminator
trained to the end is right about all samples. That need not mean that the distributions
lie apart, since D sees points, and finds a surface between any two finite sets of them.

The more dimensions, the simpler a surface is enough. Of the 2^m ways to label m points
in general position in d dimensions, a hyperplane separates

    C(m, d) = 2 sum over k = 0..d of binomial(m - 1, k)

Cover (1965), "Geometrical and Statistical Properties of Systems of Linear
Inequalities", https://doi.org/10.1109/PGEC.1965.264137: all of them for m <= d + 1, and
half of them at m = 2 (d + 1). Points of one distribution, each called real or fake by
the toss of a coin, are separable as often as that.
"""

from typing import NamedTuple

import keras
import numpy as np
from scipy.optimize import linprog
from scipy.special import gammaln, logsumexp
from scipy.stats import norm

from tfgan_zoo.experiments.theory import trainers
from tfgan_zoo.training.seeding import seeded
from tfgan_zoo.visualization import plot_style as style

NUMBER = 10
TITLE = "Distributions that overlap, samples that do not"
SECONDS = 4

_DISTANCE = 2.0  # Of the two means of the plane, in deviations.
_COLORS = (style.SKY, style.PURPLE, style.ORANGE)


class Numbers(NamedTuple):
    """A network between two overlapping clouds, and planes between equal ones.

    Attributes:
        real: points of the data, [n, 2].
        fake: points of the generator, [n, 2].
        grid: coordinates of the picture, along either axis, [g].
        trained: D at each of them after the training, [g, g], y first, in [0, 1].
        updates: at which D was looked at, [u].
        accuracy: share of its own points that D judges rightly, [u], in [0, 1].
        fresh: the same of fresh points, [u].
        best: its expectation for the best discriminator, p / (p + q).
        dimensions: of the space of the planes, [k].
        load: points per dimension and one more, m / (d + 1), [l].
        separable: chance that a plane separates so many, by Cover, [k, l].
        tried_load: loads at which points were drawn, [k, t].
        tried: share of the draws that a plane separates, [k, t].
    """

    real: np.ndarray
    fake: np.ndarray
    grid: np.ndarray
    trained: np.ndarray
    updates: np.ndarray
    accuracy: np.ndarray
    fresh: np.ndarray
    best: float
    dimensions: np.ndarray
    load: np.ndarray
    separable: np.ndarray
    tried_load: np.ndarray
    tried: np.ndarray


def chance(points: int, dimensions: int) -> float:
    """The share of the labellings of points that a hyperplane separates, by Cover.

    Args:
        points: m, in general position.
        dimensions: d.
    """
    if points <= dimensions + 1:
        return 1.0
    k = np.arange(dimensions + 1)
    logs = gammaln(points) - gammaln(k + 1) - gammaln(points - k)
    return float(np.exp(logsumexp(logs) - (points - 1) * np.log(2)))


def separates(x, labels) -> bool:
    """Whether a hyperplane has the points of one label on its one side.

    Args:
        x: points [m, d].
        labels: of each, -1 or 1, [m].
    """
    columns = labels[:, None] * np.column_stack([x, np.ones(len(x))])
    # Any w with label (w.x + b) >= 1; there is one or there is none.
    free = np.zeros(columns.shape[1])
    found = linprog(free, A_ub=-columns, b_ub=-np.ones(len(x)), bounds=(None, None))
    return found.status == 0


def measure(
    seed: int = 0, *, points: int = 30, updates: int = 1500, draws: int = 60
) -> Numbers:
    """Trains a network on the points of the plane, and looks for planes in space.

    Args:
        seed: of points and weights.
        points: of the data, and as many of the generator.
        updates: of the network, on all points at once.
        draws: sets of points at each load and dimension.
    """
    random = np.random.default_rng(seed)
    real, fake = _clouds(random, points)
    fresh = _clouds(random, 2000)
    grid = np.linspace(-4.0, 4.0, 81)
    marks = np.unique(np.geomspace(1, updates, 20).round().astype(int))
    network, looks = _trained(seed, (real, fake), fresh, marks)
    picture = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    logits = _logits(network, picture).reshape(len(grid), -1)

    dimensions = np.array([2, 10, 50])
    load = np.linspace(1.0, 3.2, 45)
    tried_load, tried = _planes(random, dimensions, draws)
    return Numbers(
        real=real,
        fake=fake,
        grid=grid,
        trained=1 / (1 + np.exp(-logits)),
        updates=marks,
        accuracy=looks[:, 0],
        fresh=looks[:, 1],
        best=norm.cdf(_DISTANCE / 2),
        dimensions=dimensions,
        load=load,
        separable=np.array(
            [[chance(round(r * (d + 1)), d) for r in load] for d in dimensions]
        ),
        tried_load=tried_load,
        tried=tried,
    )


def _clouds(random, count):
    """Points of the data, around the left mean, and of the generator, on the right."""
    shift = np.array([_DISTANCE / 2, 0.0])
    return tuple(random.normal(size=(count, 2)) + side * shift for side in (-1, 1))


def _trained(seed, own, fresh, marks):
    """A network trained on its own points, and its accuracies [u, 2] on the way."""
    points = np.concatenate(own).astype("float32")
    labels = np.repeat([1.0, 0.0], len(own[0])).astype("float32")[:, None]
    with seeded(seed):
        layers = [keras.layers.Dense(48, "tanh") for _ in range(2)]
        network = keras.Sequential([*layers, keras.layers.Dense(1)])
        network.build((None, 2))
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    network.compile(keras.optimizers.Adam(1e-2), loss)

    def train(steps):
        for _ in range(steps):
            network.train_on_batch(points, labels)

    looks = [
        [_accuracy(network, clouds) for clouds in (own, fresh)]
        for _ in trainers.until(train, marks)
    ]
    return network, np.array(looks)


def _logits(network, points):
    return np.asarray(network(points.astype("float32"), training=False), float)[:, 0]


def _accuracy(network, clouds):
    real, fake = (_logits(network, cloud) for cloud in clouds)
    return (np.mean(real > 0) + np.mean(fake < 0)) / 2


def _planes(random, dimensions, draws):
    """Loads, and the share of sets of points of one distribution that a plane parts."""
    sizes = (np.linspace(1, 3, 7) * (dimensions[:, None] + 1)).round().astype(int)
    shares = np.zeros(sizes.shape)
    for (k, j), m in np.ndenumerate(sizes):
        for _ in range(draws):
            points, coins = random.normal(size=(m, dimensions[k])), random.choice(2, m)
            shares[k, j] += separates(points, 2 * coins - 1) / draws
    return sizes / (dimensions[:, None] + 1), shares


@style.styled
def draw(numbers: Numbers):
    """The points and the trained D; its accuracies; planes in more dimensions."""
    figure, ((plane, accuracy, planes),) = style.figure(1, 3, height=3.7)
    grid = numbers.grid
    field, sides = (grid, grid, numbers.trained), (style.FAKE, style.REAL)
    plane.contourf(*field, [0, 0.5, 1], colors=sides, alpha=0.18)
    plane.contour(*field, [0.5], colors="black", linewidths=1.2)
    plane.plot(*numbers.real.T, "o", color=style.REAL, markersize=4)
    plane.plot(*numbers.fake.T, "s", color=style.FAKE, markersize=4)
    plane.axvline(0, **style.GUIDE)
    plane.set(xlabel="x", ylabel="y", xlim=(-3.5, 3.5), ylim=(-3.5, 3.5))
    plane.set_box_aspect(1)
    plane.set_title(f"{len(numbers.real)} points each of p and q")

    updates = numbers.updates
    accuracy.semilogx(updates, 100 * numbers.accuracy, color=style.BLACK)
    accuracy.semilogx(updates, 100 * numbers.fresh, color=style.PURPLE)
    accuracy.axhline(100 * numbers.best, **style.GUIDE)
    last = updates[-1]
    accuracy.text(1, 98, "its own points")
    below = 100 * numbers.fresh[-1] - 2.5
    accuracy.text(last, below, "fresh points", ha="right", color=style.PURPLE)
    accuracy.text(8, 100 * numbers.best + 0.3, "best D, fresh points", color=style.GREY)
    accuracy.set(ylim=(74, 102), xlabel="updates of D", ylabel="accuracy of D, %")
    accuracy.set_title("D knows the points by heart")

    for k, (d, color) in enumerate(zip(numbers.dimensions, _COLORS, strict=True)):
        chances, tried = 100 * numbers.separable[k], 100 * numbers.tried[k]
        planes.plot(numbers.load, chances, color=color, label=f"d = {d}")
        planes.plot(numbers.tried_load[k], tried, "o", color=color)
    planes.plot(2, 50, "+", color=style.BLACK, markersize=10, zorder=5)
    planes.set(xlabel="points m / (d + 1)", ylabel="separable by a plane, %")
    planes.set_title("Both of one distribution")
    planes.legend(loc="lower left")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    return (
        "Left: points of two Gaussians that overlap, so that no discriminator is right "
        f"about more than {100 * numbers.best:.0f}% of fresh points. A network trained "
        f"on {2 * len(numbers.real)} of them finds a line that parts them all the "
        f"same: it is right about {100 * numbers.accuracy[-1]:.0f}% of these, and "
        f"about {100 * numbers.fresh[-1]:.0f}% of fresh ones (middle). Its loss near 0 "
        "would say that JS is log 2, and the generator gets no gradient. Right: the "
        "points are of one and the same distribution, each called real or fake by a "
        "coin, and the surface is a plane. Curves are Cover's count, dots are draws: "
        "with up to d + 1 points there always is one, and with 2 (d + 1) half of the "
        f"time. An image of 28x28 pixels has d = {28**2}: {28**2 + 1} samples of the "
        "data and of a perfect generator, none in the plane of others, are always told "
        "apart."
    )
