"""Maximum likelihood, which is the least Kullback-Leibler divergence from the data.

For data with density p and a model with density p_t, the mean of log p_t over m points
of the data tends to its expectation, and

    -E_p[log p_t(x)] = H(p) + KL(p || p_t)

where the entropy H(p) does not depend on the model: the t of greatest likelihood is
that of the least divergence. Goodfellow (2016), "NIPS 2016 Tutorial: Generative
Adversarial Networks", https://arxiv.org/abs/1701.00160, section 2.1.

Here the data are a mixture of two Gaussians and the model is N(t, 1). It cannot be
right, but t has a best value, the mean of the data; its estimate from m points is their
mean, which is off by sd(p) / sqrt(m), in the root of the mean square.
"""

from typing import NamedTuple

import numpy as np
from scipy.integrate import trapezoid

from tfgan_zoo.divergences import kullback_leibler
from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.visualization import plot_style as style

NUMBER = 1
TITLE = "Maximum likelihood is the least KL divergence from the data"
SECONDS = 1

_WEIGHTS, _MEANS, _DEVIATIONS = (0.7, 0.3), (-1.0, 2.0), (0.5, 0.8)  # Of the data.
_SHOWN = (5, 50, 5000)  # Points of the curves that are drawn.
_COLORS = (style.SKY, style.ORANGE, style.PURPLE)


class Numbers(NamedTuple):
    """A mixture, models of it, and the likelihood and divergence of each.

    Attributes:
        x: points of the line, [n].
        p: density of the data at x, [n].
        theta: means of the models, [t].
        entropy: H(p), in nats.
        divergence: KL(p || p_t) for each mean, in nats, [t].
        counts: of points of which the likelihood is drawn, [k].
        losses: minus the mean log-likelihood of so many points, in nats, [k, t].
        sizes: of the samples that are drawn many times, [m].
        errors: of the best mean by so many points, root of the mean square, [m].
        deviation: of the data, in units of x.
    """

    x: np.ndarray
    p: np.ndarray
    theta: np.ndarray
    entropy: float
    divergence: np.ndarray
    counts: np.ndarray
    losses: np.ndarray
    sizes: np.ndarray
    errors: np.ndarray
    deviation: float


def measure(seed: int = 0, *, repeats: int = 300) -> Numbers:
    """The divergence by integration, and likelihoods of points of the data.

    Args:
        seed: of the points.
        repeats: samples of each size.
    """
    x = np.linspace(-8.0, 10.0, 3001)
    p = distributions.mixture_density(x, _WEIGHTS, _MEANS, _DEVIATIONS)
    theta = np.linspace(-3.0, 3.0, 121)
    models = [distributions.gaussian_density(x, mean, 1.0) for mean in theta]
    random = np.random.default_rng(seed)
    points = _draw(random, (_SHOWN[-1],))
    sizes = np.geomspace(10, 3000, 8).round().astype(int)
    best = [_draw(random, (repeats, size)).mean(axis=1) for size in sizes]
    mean = trapezoid(p * x, x)
    return Numbers(
        x=x,
        p=p,
        theta=theta,
        entropy=trapezoid(-p * np.log(p), x),
        divergence=np.array(
            [kullback_leibler(p / p.sum(), q / q.sum()) for q in models]
        ),
        counts=np.array(_SHOWN),
        losses=np.array([_losses(points[:count], theta) for count in _SHOWN]),
        sizes=sizes,
        errors=np.array([np.sqrt(np.mean((b - mean) ** 2)) for b in best]),
        deviation=np.sqrt(trapezoid(p * (x - mean) ** 2, x)),
    )


def _draw(random, shape):
    first = random.uniform(size=shape) < _WEIGHTS[0]
    means, deviations = (np.where(first, *pair) for pair in (_MEANS, _DEVIATIONS))
    return means + deviations * random.normal(size=shape)


def _losses(points, theta):
    densities = distributions.gaussian_density(points[:, None], theta, 1.0)
    return -np.log(densities).mean(axis=0)


@style.styled
def draw(numbers: Numbers):
    """The data and models, the likelihood over the mean, and the error of the best."""
    figure, ((densities, losses, errors),) = style.figure(1, 3, height=3.5)
    x, theta = numbers.x, numbers.theta
    exact = numbers.entropy + numbers.divergence
    best = theta[numbers.divergence.argmin()]

    densities.fill_between(x, numbers.p, color=style.REAL, alpha=0.25, linewidth=0)
    densities.text(-1.7, 0.45, "data p", color=style.REAL, ha="right")
    for mean, fashion in ((best, "-"), (best - 2, ":"), (best + 2, ":")):
        q = distributions.gaussian_density(x, mean, 1.0)
        densities.plot(x, q, color=style.FAKE, linestyle=fashion)
    densities.text(best + 0.6, 0.405, f"model, θ = {best:.2f}", color=style.FAKE)
    densities.set(xlim=(-4.5, 5.5), ylim=(0, 0.62), xlabel="x")
    densities.set(ylabel="density per unit of x", title="Models N(θ, 1) of one p")

    for count, row, color in zip(numbers.counts, numbers.losses, _COLORS, strict=True):
        losses.plot(theta, row, color=color, label=f"{count:,} points")
        at = row.argmin()
        losses.plot(theta[at], row[at], "o", color=color, zorder=4)
    losses.plot(theta, exact, "--", color=style.BLACK, label="H(p) + KL(p ‖ p_θ)")
    losses.axhline(numbers.entropy, **style.GUIDE)
    losses.text(-2.9, numbers.entropy - 0.07, "H(p)", color=style.GREY, va="top")
    losses.annotate(
        "",
        (best, numbers.entropy),
        (best, exact.min()),
        arrowprops={"arrowstyle": "<->"},
    )
    losses.text(best + 0.25, numbers.entropy + 0.12, "KL", va="bottom")
    losses.set(xlabel="θ, mean of the model", ylabel="nats", ylim=(1.0, 6.6))
    losses.set_title("Minus the mean log-likelihood")
    losses.legend(loc="upper left", fontsize=8.5)

    errors.loglog(numbers.sizes, numbers.errors, "o", color=style.FAKE)
    line = numbers.deviation / np.sqrt(numbers.sizes)
    errors.loglog(numbers.sizes, line, color=style.BLACK, zorder=1)
    errors.text(numbers.sizes[4], 1.25 * line[4], r"$\mathrm{sd}(p)\,/\,\sqrt{m}$")
    errors.set(xlabel="m, points of the data", ylabel="error of the best θ")
    errors.set_title("More points, the same optimum")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    exact = numbers.entropy + numbers.divergence
    gaps = np.abs(numbers.losses - exact).max(axis=1)
    return (
        "Models N(θ, 1) of data that no such model fits. Minus the mean log-likelihood "
        "of the points (middle, coloured) tends to the cross-entropy of data and "
        "model (dashed), which is the entropy of the data, "
        f"{numbers.entropy:.3f} nats, plus KL(p ‖ p_θ): with {numbers.counts[0]} "
        f"points the two are up to {gaps[0]:.2f} nats apart, with "
        f"{numbers.counts[-1]:,} {gaps[-1]:.3f}. The entropy does not know θ, so the "
        "likelihood is greatest where KL is least, at θ = "
        f"{numbers.theta[numbers.divergence.argmin()]:.2f}, and the dots come there as "
        f"1/√m (right). KL itself stays at {numbers.divergence.min():.3f} nats: the "
        "best of wrong models is wrong."
    )
