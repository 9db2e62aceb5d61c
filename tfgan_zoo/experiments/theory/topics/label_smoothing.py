"""The optimal discriminator under label smoothing, one-sided and two-sided.

With the label a for data and b for the generator's samples, instead of 1 and 0,

    D*(x) = (a p(x) + b q(x)) / (p(x) + q(x))

Salimans et al. (2016), "Improved Techniques for Training GANs",
https://arxiv.org/abs/1606.03498, section 3.4. It lies in [b, a]. Where p is almost 0
and q is large, D* is b and flat: a sample there is not told where to go, and -log D*
with it. With b = 0, one-sided, -log D* = -log a - log p / (p + q) has the slope that it
has without smoothing, everywhere, while log(1 - D*) loses its: D* stays below a.
"""

import functools
from typing import NamedTuple

import keras
import numpy as np

from tfgan_zoo.experiments.theory import distributions, trainers
from tfgan_zoo.objectives import GAN
from tfgan_zoo.visualization import plot_style as style

NUMBER = 6
TITLE = "Label smoothing: what D* says, and what a sample feels of it"
SECONDS = 3

_DATA, _GENERATOR = (1.5, 0.7), (-1.5, 0.7)  # Mean and deviation.
LABELS = ((1.0, 0.0), (0.9, 0.0), (0.9, 0.1))  # a and b: none, one-sided, two-sided.
_NAMES = ("no smoothing", "one-sided", "two-sided")
_COLORS = (style.BLACK, style.GREEN, style.PURPLE)


class Numbers(NamedTuple):
    """The optimal discriminators of two Gaussians, and their slopes.

    The labels are those of `LABELS`, in that order.

    Attributes:
        x: points of the line, [n].
        p: density of the data at x, [n].
        q: density of the generator at x, [n].
        optimum: D* at x, [3, n], in [0, 1].
        slope: of -log D* at x, in nats per unit of x, [3, n], its size.
        trained: D of the one-sided labels at x after a training, [n], in [0, 1].
    """

    x: np.ndarray
    p: np.ndarray
    q: np.ndarray
    optimum: np.ndarray
    slope: np.ndarray
    trained: np.ndarray


def optimum(p, q, real: float, fake: float) -> np.ndarray:
    """D* = (a p + b q) / (p + q), where p + q is above 0.

    Args:
        p: density of the data, [n].
        q: density of the generator, [n].
        real: a, the label of the data.
        fake: b, the label of the generator's samples.
    """
    return (real * p + fake * q) / (p + q)


def measure(seed: int = 0, *, steps: int = 800) -> Numbers:
    """D* for each pair of labels, and a discriminator trained with one of them.

    Args:
        seed: of the discriminator's weights and of the samples.
        steps: updates of the discriminator.
    """
    x = np.linspace(-4.5, 4.5, 901)
    return Numbers(x=x, **optima(x), trained=_trained(x, seed, steps))


def optima(x) -> dict:
    """The densities, D* and the slope of -log D* at x, as in `Numbers`, by name."""
    p = distributions.gaussian_density(x, *_DATA)
    q = distributions.gaussian_density(x, *_GENERATOR)
    best = [optimum(p, q, *labels) for labels in LABELS]
    # The logit of p / (p + q) is linear here, as both have one deviation.
    logit_slope = (_DATA[0] - _GENERATOR[0]) / _DATA[1] ** 2
    share = best[0]
    slopes = [
        # d/dx log(b + (a - b) s), where s' = s (1 - s) times the logit's slope.
        (a - b) * share * (1 - share) * logit_slope / (b + (a - b) * share)
        for a, b in LABELS
    ]
    return {"p": p, "q": q, "optimum": np.array(best), "slope": np.array(slopes)}


def _trained(x, seed, steps):
    """D at x, of a discriminator trained with one-sided labels."""
    network = trainers.discriminator((1,), width=32, seed=seed)
    generator = distributions.gaussian_generator(*_GENERATOR)
    gan = GAN(generator, network, real_label=LABELS[1][0], seed=seed)
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps)
    trainers.compile_discriminator(gan, keras.optimizers.Adam(rate))
    real = functools.partial(
        distributions.sample_gaussian, mean=_DATA[0], deviation=_DATA[1]
    )
    trainers.of_discriminator(gan, real, batch_size=512)(steps)
    logits = network(x[:, None].astype("float32"), training=False)
    return 1 / (1 + np.exp(-np.asarray(logits, float)[:, 0]))


@style.styled
def draw(numbers: Numbers):
    """D* for each pair of labels over p and q, and the slope of -log D*."""
    figure, ((values, slopes),) = style.figure(1, 2, height=3.6)
    x = numbers.x
    top = 2.5 * max(numbers.p.max(), numbers.q.max())
    for density, color in ((numbers.p, style.REAL), (numbers.q, style.FAKE)):
        values.fill_between(x, density / top, color=color, alpha=0.2, linewidth=0)
        within = x[density > 0.02 * density.max()]
        slopes.axvspan(within[0], within[-1], color=color, alpha=0.1, linewidth=0)
    curves = zip(LABELS, _NAMES, numbers.optimum, numbers.slope, _COLORS, strict=True)
    for k, ((a, b), name, row, slope, color) in enumerate(curves):
        label = f"{name}: {a:g} and {b:g}"
        values.plot(x, row, color=color, label=label)
        # The first two are one curve, and both are to be seen.
        fashion = {"linestyle": (0, (4, 3)), "zorder": 4} if k == 1 else {}
        slopes.semilogy(x, slope, color=color, **fashion)
    values.plot(x, numbers.trained, **style.DASHED, label="trained, one-sided")
    values.text(_DATA[0], 0.43, "data", color=style.REAL, ha="center")
    values.text(_GENERATOR[0], 0.43, "generator", color=style.FAKE, ha="center")
    values.set(title="The best D, by its two labels", ylim=(-0.03, 1.05))
    values.set(xlabel="x", ylabel="D(x)")
    values.legend(loc="upper left", fontsize=8.5, bbox_to_anchor=(0, 0.97))

    slopes.text(-4.4, 8.5, "no smoothing, and one-sided", color=style.GREEN)
    slopes.text(-1.75, 3e-3, "two-sided", color=style.PURPLE, ha="right")
    slopes.set(title="What a sample feels: the slope of −log D*", ylim=(1e-5, 3e1))
    slopes.set_xlabel("x, where a sample of the generator may lie")
    slopes.set_ylabel("slope, nats per unit of x")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    at = np.abs(numbers.x - _GENERATOR[0]).argmin()
    plain, one_sided, two_sided = numbers.slope[:, at]
    weights = numbers.p + numbers.q
    error = np.abs(numbers.trained - numbers.optimum[1])
    (_, _), (a, _), (_, b) = LABELS
    return (
        f"With the label {a:g} instead of 1 for the data, D* is {a:g} p/(p + q) and "
        "never sure of the data; a small network trained on such labels is "
        f"{np.average(error, weights=weights):.4f} away from it on average. A label "
        f"{b:g} instead of 0 for the samples puts q into the numerator: where only the "
        f"generator is, D* is flat at {b:g}. In the middle of its samples the slope of "
        f"−log D* is {plain:.2f} nats per unit of x without smoothing, {one_sided:.2f} "
        f"with the one-sided kind, since a factor before D* only adds a constant, and "
        f"{two_sided:.4f} with the two-sided: samples that are wrong are left where "
        "they are. That is why only the labels of the data are smoothed."
    )
