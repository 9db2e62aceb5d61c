"""The two Kullback-Leibler divergences, fitting one Gaussian to a mixture of two.

    KL(p || q) = E_p[log p / q]    is large where p has mass that q lacks: q covers p
    KL(q || p) = E_q[log q / p]    is large where q has mass that p lacks: q picks

Goodfellow (2016), https://arxiv.org/abs/1701.00160, section 3.2.5 and figure 14. The
first is least where mean and variance of q are those of p. The second has a minimum
near each mode. Arjovsky and Bottou (2017), https://arxiv.org/abs/1701.04862, section
2.2.2, on what the second means for a generator: a sample that is not real costs much,
and a mode that is never drawn almost nothing.
"""

from typing import NamedTuple

import numpy as np
from scipy.integrate import trapezoid
from scipy.optimize import minimize
from scipy.special import rel_entr

from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.visualization import plot_style as style

NUMBER = 3
TITLE = "The two KL divergences: one covers, one picks"
SECONDS = 1

_WEIGHTS, _MEANS, _DEVIATIONS = (0.6, 0.4), (-2.0, 2.0), (0.6, 0.6)  # Of p.
_COLORS = (style.VERMILION, style.GREEN)  # Of KL(p || q) and KL(q || p).


class Numbers(NamedTuple):
    """A mixture p, the Gaussians q that fit it best, and their divergences from it.

    Attributes:
        x: points of the line, [n].
        p: density of the mixture at x, [n].
        covering: mean and deviation of the q of least KL(p || q), [2].
        picking: the same of each minimum of KL(q || p), the least first, [2, 2].
        divergences: KL(p || q) and KL(q || p) of these three, in nats, [3, 2].
        means: of q, [m].
        least: both divergences with the best deviation for each mean, in nats, [m, 2].
        unreal: share of the mass of each of the three where p is below 1% of its top.
        missed: share of the mass of p where each is below 1% of its top, [3].
    """

    x: np.ndarray
    p: np.ndarray
    covering: np.ndarray
    picking: np.ndarray
    divergences: np.ndarray
    means: np.ndarray
    least: np.ndarray
    unreal: np.ndarray
    missed: np.ndarray


def divergences(x, p, mean: float, deviation: float) -> np.ndarray:
    """KL(p || q) and KL(q || p) of q = N(mean, deviation^2), in nats, [2].

    Args:
        x: points of the line that hold both distributions, [n].
        p: density at x, [n], above 0.
        mean: of q.
        deviation: of q.
    """
    q = distributions.gaussian_density(x, mean, deviation)
    return np.array([trapezoid(rel_entr(*pair), x) for pair in ((p, q), (q, p))])


def measure(seed: int = 0, *, means: int = 61) -> Numbers:
    """Fits Gaussians by both divergences; nothing is drawn by lot.

    Args:
        seed: not used.
        means: of q, for the curves.
    """
    x = np.linspace(-9.0, 9.0, 1801)
    p = distributions.mixture_density(x, _WEIGHTS, _MEANS, _DEVIATIONS)
    covering = _fit(x, p, 0, 0.0)
    picking = sorted(
        (_fit(x, p, 1, start) for start in _MEANS),
        key=lambda fit: divergences(x, p, *fit)[1],
    )
    fits = [covering, *picking]
    densities = [distributions.gaussian_density(x, *fit) for fit in fits]
    swept = np.linspace(-3.5, 3.5, means)
    return Numbers(
        x=x,
        p=p,
        covering=covering,
        picking=np.array(picking),
        divergences=np.array([divergences(x, p, *fit) for fit in fits]),
        means=swept,
        least=np.array([_least(x, p, mean) for mean in swept]),
        unreal=np.array([_mass(x, q, p) for q in densities]),
        missed=np.array([_mass(x, p, q) for q in densities]),
    )


def _fit(x, p, which, start):
    """Mean and deviation of the Gaussian that one divergence ends at."""
    found = minimize(
        lambda fit: divergences(x, p, fit[0], np.exp(fit[1]))[which],
        (start, 0.0),
        tol=1e-10,
        method="Nelder-Mead",
    )
    return np.array([found.x[0], np.exp(found.x[1])])


def _least(x, p, mean):
    """Both divergences of Gaussians of one mean, each with its best deviation."""
    deviations = np.geomspace(0.3, 5.0, 60)
    return np.min([divergences(x, p, mean, d) for d in deviations], axis=0)


def _mass(x, density, other):
    """Share of a density's mass where another is below 1% of its top."""
    return trapezoid(np.where(other < 0.01 * other.max(), density, 0.0), x)


@style.styled
def draw(numbers: Numbers):
    """Both fits over the mixture, and both divergences over the mean of q."""
    figure, ((covers, picks, curves),) = style.figure(1, 3, height=3.4)
    x = numbers.x
    fits = [(covers, numbers.covering, "-"), (picks, numbers.picking[0], "-")]
    fits.append((picks, numbers.picking[1], "--"))
    for axis, fit, fashion in fits:
        q = distributions.gaussian_density(x, *fit)
        color = _COLORS[axis is picks]
        axis.plot(x, q, color=color, linestyle=fashion)
    for axis, title, color in (
        (covers, "Least KL(p ‖ q): q covers", _COLORS[0]),
        (picks, "Least KL(q ‖ p): q picks", _COLORS[1]),
    ):
        axis.fill_between(x, numbers.p, color=style.REAL, alpha=0.25, linewidth=0)
        axis.set(xlim=(-6.5, 6.5), ylim=(0, 0.75), xlabel="x")
        axis.set_title(title, color=color)
    covers.set_ylabel("density per unit of x")
    covers.text(-3, 0.3, "p", color=style.REAL, ha="right")
    covers.text(0.1, 0.2, "q", color=_COLORS[0], ha="center")
    words = [f"{values[1]:.2f} nats" for values in numbers.divergences[1:]]
    for fit, note in zip(numbers.picking, words, strict=True):
        picks.text(fit[0], 0.74, note, color=_COLORS[1], ha="center", va="top")

    names = ("KL(p ‖ q)", "KL(q ‖ p)")
    for which, (name, color) in enumerate(zip(names, _COLORS, strict=True)):
        curves.plot(numbers.means, numbers.least[:, which], color=color, label=name)
    curves.plot(numbers.covering[0], numbers.divergences[0, 0], "o", color=_COLORS[0])
    for fit, values in zip(numbers.picking, numbers.divergences[1:], strict=True):
        curves.plot(fit[0], values[1], "o", color=_COLORS[1])
    curves.set(xlabel="mean of q", ylabel="nats", ylim=(0, None))
    curves.set_title("Over the mean, best deviation")
    curves.legend(loc="upper center")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    (mean, deviation), (one, other) = numbers.covering, numbers.picking
    return (
        "One Gaussian q for a mixture p of two. KL(p ‖ q) asks q to have mass wherever "
        f"p has some: its best q has the mean {mean:.2f} and the deviation "
        f"{deviation:.2f} of p itself, covers both modes, and lays "
        f"{100 * numbers.unreal[0]:.0f}% of its mass where p has next to none. KL(q ‖ "
        "p) asks q for mass only where p has some: it takes one mode, the larger at "
        f"{one[0]:.2f} for {numbers.divergences[1, 1]:.2f} nats or the other at "
        f"{other[0]:.2f} for {numbers.divergences[2, 1]:.2f}, and leaves "
        f"{100 * numbers.missed[1]:.0f}% of p out, for which KL(p ‖ q) would take "
        f"{numbers.divergences[1, 0]:.1f} nats. Which mode it is depends on where q "
        "starts (right): samples that look right, of a part of the data."
    )
