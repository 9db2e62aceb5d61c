"""Two parallel lines: only the Wasserstein distance sees that they come closer.

P_0 is the distribution of (0, Z) and P_theta that of (theta, Z), Z uniform on [0, 1].
For theta != 0 they share no point, and

    KL(P_0, P_theta) = infinity    JS(P_0, P_theta) = log 2    W(P_0, P_theta) = |theta|

while all are 0 at theta = 0. Arjovsky, Chintala and Bottou (2017), "Wasserstein GAN",
https://arxiv.org/abs/1701.07875, example 1 and figure 1. JS is in nats; in bits, with
logarithms to the base 2, the same constant is 1, and texts that give its range as
[0, 1] in one place and its top as log 2 in another mix the two units.

Noise N(0, s^2) on both lines gives them densities: then KL = theta^2 / (2 s^2), and JS
is smooth as well (Arjovsky and Bottou, 2017, https://arxiv.org/abs/1701.04862, section
3).
"""

from typing import NamedTuple

import numpy as np

from tfgan_zoo.divergences import histograms, jensen_shannon, sinkhorn
from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.visualization import plot_style as style

NUMBER = 12
TITLE = "Parallel lines: KL and JS jump, the Wasserstein distance slides"
SECONDS = 2


class Numbers(NamedTuple):
    """Divergences of the two lines over their distance.

    Attributes:
        theta: distances, [n], signed; 0 is among them.
        kullback_leibler: in nats, [n], infinite but at 0.
        jensen_shannon: in nats, [n].
        wasserstein: in units of theta, [n].
        noise: deviation s of the noise, in units of theta.
        noisy_kullback_leibler: of the lines with noise, in nats, [n].
        noisy_jensen_shannon: of the lines with noise, in nats, [n].
        sampled_theta: distances at which points were drawn, [k].
        sampled_jensen_shannon: of histograms of the points, in nats, [k].
        sampled_wasserstein: of the points, by Sinkhorn, in units of theta, [k].
    """

    theta: np.ndarray
    kullback_leibler: np.ndarray
    jensen_shannon: np.ndarray
    wasserstein: np.ndarray
    noise: float
    noisy_kullback_leibler: np.ndarray
    noisy_jensen_shannon: np.ndarray
    sampled_theta: np.ndarray
    sampled_jensen_shannon: np.ndarray
    sampled_wasserstein: np.ndarray


def measure(
    seed: int = 0, *, noise: float = 0.15, points: int = 300, samples: int = 9
) -> Numbers:
    """The closed forms, and estimates of them from points of the lines.

    Args:
        seed: of the points.
        noise: s, in units of theta.
        points: drawn of each line.
        samples: how many distances get points; odd, so that 0 is one of them.
    """
    theta = np.linspace(-1.0, 1.0, 201)
    apart = theta != 0
    sampled = np.linspace(-1.0, 1.0, samples)
    drawn = np.array([_estimates(distance, points, seed) for distance in sampled])
    return Numbers(
        theta=theta,
        kullback_leibler=np.where(apart, np.inf, 0.0),
        jensen_shannon=np.where(apart, np.log(2), 0.0),
        wasserstein=np.abs(theta),
        noise=noise,
        noisy_kullback_leibler=theta**2 / (2 * noise**2),
        noisy_jensen_shannon=np.array([_noisy_js(t, noise) for t in theta]),
        sampled_theta=sampled,
        sampled_jensen_shannon=drawn[:, 0],
        sampled_wasserstein=drawn[:, 1],
    )


def _noisy_js(theta, noise):
    # Along the lines the two distributions agree; across, they are two Gaussians.
    x = np.linspace(min(theta, 0) - 8 * noise, max(theta, 0) + 8 * noise, 2001)
    cells = [distributions.gaussian_density(x, mean, noise) for mean in (0.0, theta)]
    return jensen_shannon(*(cell / cell.sum() for cell in cells))


def _estimates(theta, points, seed):
    """JS of histograms and the Wasserstein distance, both from points of the lines."""
    heights = np.random.default_rng(seed).uniform(size=(2, points))
    line, other = (
        np.stack([np.full(points, x), height], axis=1)
        for x, height in zip((0.0, theta), heights, strict=True)
    )
    js = jensen_shannon(*histograms(line, other, bins=10))
    distance = sinkhorn(line, other, power=1, regularization=0.02, debiased=True)
    return js, distance


@style.styled
def draw(numbers: Numbers):
    """Three panels over theta: KL, JS and W."""
    figure, ((kl, js, wasserstein),) = style.figure(1, 3, height=3.4)
    theta = numbers.theta
    noisy = {**style.DASHED, "label": f"with noise, s = {numbers.noise:g}"}
    exact = {"color": style.BLACK, "label": "the lines themselves"}
    estimate = {"color": style.BLUE, "marker": "o", "linestyle": "", "zorder": 4}

    ceiling = 26.0  # Where infinity is drawn, above all else.
    for side in (theta < 0, theta > 0):
        kl.plot(theta[side], np.full(side.sum(), ceiling), **exact)
        js.plot(theta[side], numbers.jensen_shannon[side], **exact)
        exact.pop("label", None)
    kl.plot(theta, numbers.noisy_kullback_leibler, **noisy)
    kl.plot(0, 0, "o", color=style.BLACK)
    kl.plot(0, ceiling, "o", color=style.BLACK, markerfacecolor="white")
    ticks = [0, 5, 10, 15, 20, ceiling]
    kl.set(ylim=(-1.3, 1.06 * ceiling), ylabel="KL, nats", title="Kullback-Leibler")
    kl.set_yticks(ticks, [*map(str, ticks[:-1]), "∞"])

    js.plot(theta, numbers.noisy_jensen_shannon, **noisy)
    js.plot(0, 0, "o", color=style.BLACK)
    js.plot(0, np.log(2), "o", color=style.BLACK, markerfacecolor="white")
    sampled = numbers.sampled_theta
    js.plot(sampled, numbers.sampled_jensen_shannon, label="from points", **estimate)
    js.set(ylim=(-0.035, 1.06 * np.log(2)), ylabel="JS, nats", title="Jensen-Shannon")
    js.set_yticks([0, 0.2, 0.4, 0.6, np.log(2)], ["0", "0.2", "0.4", "0.6", "log 2"])
    js.axhline(np.log(2), **style.GUIDE, zorder=0)
    to_bits_and_back = (lambda nats: nats / np.log(2), lambda bits: bits * np.log(2))
    bits = js.secondary_yaxis("right", functions=to_bits_and_back)
    bits.set_ylabel("JS, bits")
    bits.set_yticks([0, 0.25, 0.5, 0.75, 1])

    wasserstein.plot(theta, numbers.wasserstein, color=style.BLACK)
    wasserstein.plot(sampled, numbers.sampled_wasserstein, **estimate)
    wasserstein.set(ylabel="W, in units of θ", title="Wasserstein")
    for axis in (kl, js, wasserstein):
        axis.set_xlabel("θ, distance of the lines")
        axis.set_xticks([-1, -0.5, 0, 0.5, 1])
    style.legend_below(figure, js, ncols=3)
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    error = np.abs(numbers.sampled_wasserstein - np.abs(numbers.sampled_theta)).max()
    return (
        "Two parallel lines at the distance θ share no point until θ is exactly 0: KL "
        "is infinite and JS stays at log 2 = 0.693 nats however close they come, so "
        "neither tells a generator which way to go. The Wasserstein distance is |θ|, "
        "with a slope everywhere; Sinkhorn's estimate from points is within "
        f"{error:.2f}. JS tops at log 2 in nats and at 1 in bits (right axis): it is "
        "one constant in two units, which the literature often mixes. Noise on both "
        "lines (dashed) gives KL and JS a slope again, within some deviations."
    )
