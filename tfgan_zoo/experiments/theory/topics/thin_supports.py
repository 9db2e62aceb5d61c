"""Supports of less dimension than the space, which meet in nothing that has mass.

A generator of a latent of few dimensions draws points of a surface of as few, and so,
it is thought, are images among all arrays of pixels. Two curves of the plane that are
not laid on each other meet in points, which have no length: however near they are, a
discriminator is right with probability one, and JS = log 2. Arjovsky and Bottou (2017),
"Towards Principled Methods for Training Generative Adversarial Networks",
https://arxiv.org/abs/1701.04862, section 2.1, lemmas 2 and 3.

Here they are two circles of radius 1 whose centres are c apart. At the angle a on the
second a point is sqrt(1 + c^2 + 2 c cos a) from the centre of the first, so that the
share of its length within e of the first circle is an interval of a, and falls as e.
With Gaussian noise of deviation s on a circle its density is

    p(r) = exp(-(r^2 + 1) / (2 s^2)) I0(r / s^2) / (2 pi s^2)

and JS of the two rises to log 2 as s falls, in a straight line. Two discs that overlap
keep their JS: log 2 times the share of the one that is outside of the other.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import ive

from tfgan_zoo.divergences import jensen_shannon
from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.visualization import plot_style as style

NUMBER = 11
TITLE = "Curves meet in points, and points have no mass"
SECONDS = 1


class Numbers(NamedTuple):
    """Two circles of radius 1, and how much they share.

    Attributes:
        centre: c, of the second circle on the x axis; the first is around 0.
        real: points of the first circle, [n, 2].
        fake: points of the second circle, [n, 2].
        meeting: points where they meet, [2, 2].
        near: distances e, [e].
        share: of the second circle within e of the first, [e].
        counted: the same, counted over drawn points, [e].
        noise: deviations s, [s].
        circles: JS of the circles with noise, in nats, [s].
        discs: JS of the two discs, without noise, in nats.
    """

    centre: float
    real: np.ndarray
    fake: np.ndarray
    meeting: np.ndarray
    near: np.ndarray
    share: np.ndarray
    counted: np.ndarray
    noise: np.ndarray
    circles: np.ndarray
    discs: float


def share_within(distance, centre: float) -> np.ndarray:
    """Share of a circle of radius 1 within a distance of another one around 0.

    Args:
        distance: e, at most 1.
        centre: distance c of the two centres, above 0 and below 2.
    """
    radii = np.array([1 - np.asarray(distance), 1 + np.asarray(distance)])
    cosines = np.clip((radii**2 - 1 - centre**2) / (2 * centre), -1, 1)
    inner, outer = np.arccos(cosines)
    return (inner - outer) / np.pi


def disc_divergence(centre: float) -> float:
    """JS of two uniform discs of radius 1 whose centres are c apart, in nats."""
    half = centre / 2
    overlap = 2 * np.arccos(half) - centre * np.sqrt(1 - half**2)
    return np.log(2) * (1 - overlap / np.pi)


def noisy_divergence(centre: float, noise: float, cells: int = 300) -> float:
    """JS of two circles of radius 1 with Gaussian noise, in nats, by integration.

    Args:
        centre: distance c of the two centres.
        noise: deviation s.
        cells: of the grid, along either axis.
    """
    reach = 1 + 6 * noise
    x = np.linspace(centre / 2, centre + reach, cells)  # Mirrored around c / 2.
    y = np.linspace(0, reach, cells)
    densities = []
    for at in (0.0, centre):
        r = np.hypot(x[:, None] - at, y)
        # ive is I0 times exp(-r / s^2), which leaves exp(-(r - 1)^2 / (2 s^2)).
        scaled = ive(0, r / noise**2) * np.exp(-((r - 1) ** 2) / (2 * noise**2))
        scaled[0] /= 2  # The edges of the quarter are half in it.
        scaled[:, 0] /= 2
        densities.append(scaled)
    first, second = densities
    # The other half of the plane has the two in each other's place.
    p, q = np.stack([first, second]), np.stack([second, first])
    return jensen_shannon(p / p.sum(), q / q.sum())


def measure(
    seed: int = 0, *, centre: float = 0.6, points: int = 200_000, noises: int = 12
) -> Numbers:
    """Shares in closed form and counted, and JS with less and less noise.

    Args:
        seed: of the points.
        centre: c, in (0, 2).
        points: drawn of the second circle.
        noises: deviations at which JS is integrated.
    """
    shift = np.array([centre, 0.0])
    fake = distributions.sample_circle(points, (seed, 1)).numpy() + shift
    from_first = np.abs(np.linalg.norm(fake, axis=1) - 1)
    near = np.geomspace(1e-3, 0.5, 28)
    noise = np.geomspace(0.02, 0.5, noises)
    height = np.sqrt(1 - (centre / 2) ** 2)
    return Numbers(
        centre=centre,
        real=distributions.sample_circle(150, (seed, 0)).numpy(),
        fake=fake[:150],
        meeting=np.array([[centre / 2, height], [centre / 2, -height]]),
        near=near,
        share=share_within(near, centre),
        counted=np.array([np.mean(from_first <= e) for e in near]),
        noise=noise,
        circles=np.array([noisy_divergence(centre, s) for s in noise]),
        discs=disc_divergence(centre),
    )


@style.styled
def draw(numbers: Numbers):
    """The circles, what of the one is near the other, and JS as the noise falls."""
    figure, ((plane, share, noisy),) = style.figure(1, 3, height=3.6)
    angle = np.linspace(0, 2 * np.pi, 400)
    circle = np.stack([np.cos(angle), np.sin(angle)])
    band = 0.1
    plane.fill(*((1 + band) * circle), color=style.REAL, alpha=0.18, linewidth=0)
    plane.fill(*((1 - band) * circle), color="white", linewidth=0)
    for points, color in ((numbers.real, style.REAL), (numbers.fake, style.FAKE)):
        plane.plot(*points.T, ".", color=color, markersize=3.5)
    plane.plot(*numbers.meeting.T, "o", color=style.BLACK, markersize=7, mfc="none")
    plane.text(-1.15, 1.0, "data", color=style.REAL, ha="center")
    plane.text(numbers.centre + 1.1, 1.0, "generator", color=style.FAKE, ha="center")
    plane.text(numbers.meeting[0, 0], 1.2, "meet", ha="center")
    plane.set(xlim=(-1.6, 2.2), ylim=(-1.9, 1.9), xlabel="x", ylabel="y")
    plane.set_box_aspect(1)
    plane.set_title("Two curves of the plane")

    share.loglog(numbers.near, 100 * numbers.share, color=style.BLACK)
    share.loglog(numbers.near, 100 * numbers.counted, "o", color=style.FAKE)
    share.set(xlabel="e, distance from the data", ylabel="share nearer, %")
    share.set_title("Of the generator's samples")

    noisy.plot(numbers.noise, numbers.circles, "o-", color=style.BLACK)
    noisy.axhline(numbers.discs, color=style.GREEN)
    noisy.text(
        0.5, numbers.discs + 0.015, "discs, no noise", color=style.GREEN, ha="right"
    )
    noisy.axhline(np.log(2), **style.GUIDE)
    noisy.text(0.5, np.log(2) + 0.015, "log 2", color=style.GREY, ha="right")
    noisy.text(0.13, 0.5, "curves with noise")
    noisy.set(xlim=(0, 0.52), ylim=(0, 0.78), ylabel="JS, nats")
    noisy.set(xlabel="s, deviation of the noise", title="As the noise falls")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    ratio = numbers.share[0] / numbers.near[0]
    return (
        "Data on one circle, a generator on another: sets of one dimension in the "
        "plane, as images are thin sets among arrays of pixels. They meet in two "
        "points. "
        "Of the generator's samples the share within e of the data's curve is "
        f"{ratio:.2f} e for small e (middle; dots are counted): nothing at e = 0, so "
        "that a discriminator can be right always. Noise s gives both a width, and JS "
        f"goes from {numbers.circles[-1]:.2f} at s = {numbers.noise[-1]:g} to "
        f"{numbers.circles[0]:.3f} at {numbers.noise[0]:g}, on its way to log 2 = "
        "0.693: without noise JS says nothing of how near the curves are. Two "
        f"discs in the same places share an area, and have a JS of {numbers.discs:.3f} "
        "that is no limit of anything."
    )
