"""A discriminator held fixed while the generator moves, and why one step is enough.

D0* is the best answer to the generator G0 alone. For any other generator

    V(G, D0*) <= max over D of V(G, D) = C(G) = -log 4 + 2 JSD(p, q)

and at G0 the two touch, with the same slope: the first step down V(G, D0*) is one down
C(G). Further on V(G, D0*) falls without end where D0* calls everything real, while
C(G) rises again. Goodfellow et al. (2014), "Generative Adversarial Nets",
https://arxiv.org/abs/1406.2661, section 4.2 and section 6: the generator must not be
trained too much without updating D. Nothing proves that the alternation of players who
are not convex comes to rest: Goodfellow (2014), "On distinguishability criteria for
estimating generative models", https://arxiv.org/abs/1412.6515.

Here the data are N(0, 1) and the generator is N(t, 1), so that the logit of D0* is
t0 (t0 / 2 - x).
"""

from typing import NamedTuple

import numpy as np
from scipy.integrate import trapezoid

from tfgan_zoo.divergences import jensen_shannon
from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.visualization import plot_style as style

NUMBER = 7
TITLE = "After the generator has moved, D is the best answer to another one"
SECONDS = 1

_X = np.linspace(-16.0, 16.0, 3201)
_P = distributions.gaussian_density(_X, 0.0, 1.0)
_COLORS = (style.BLUE, style.ORANGE, style.VERMILION)


class Numbers(NamedTuple):
    """Values of the game over the generator's mean, and alternating descents.

    Attributes:
        theta: means of the generator, [n].
        best: C(G), the value against the best D for each mean, in nats, [n].
        start: t0, the mean that D0* is the best answer to.
        frozen: V(G, D0*) for each mean, in nats, [n].
        slopes: of both at t0, in nats per unit of the mean, [2]: of C, and of V.
        moved: t1, the mean after a long descent of V(G, D0*).
        answered: V(G, D1*) for each mean, where D1* is the best answer to t1, [n].
        held: steps of the generator for each new D, [k].
        rate: size of a step, in units of the mean per unit of the slope.
        steps: of the generator at which its mean is known, [s].
        paths: the mean, for each k, [k, s].
    """

    theta: np.ndarray
    best: np.ndarray
    start: float
    frozen: np.ndarray
    slopes: np.ndarray
    moved: float
    answered: np.ndarray
    held: np.ndarray
    rate: float
    steps: np.ndarray
    paths: np.ndarray


def value(theta: float, answer: float) -> float:
    """V(G, D*), of N(theta, 1) against the best D for N(answer, 1), in nats."""
    logits = answer * (answer / 2 - _X)
    q = distributions.gaussian_density(_X, theta, 1.0)
    return trapezoid(-_P * np.logaddexp(0, -logits) - q * np.logaddexp(0, logits), _X)


def slope(theta: float, answer: float) -> float:
    """dV/dtheta of `value`, where the answer stays as it is."""
    logits = answer * (answer / 2 - _X)
    q = distributions.gaussian_density(_X, theta, 1.0)
    return trapezoid(-(_X - theta) * q * np.logaddexp(0, logits), _X)


def best_value(theta: float) -> float:
    """C(G) = -log 4 + 2 JSD(p, q) of N(theta, 1), in nats."""
    q = distributions.gaussian_density(_X, theta, 1.0)
    return 2 * jensen_shannon(_P / _P.sum(), q / q.sum()) - np.log(4)


def descent(start: float, rate: float, steps: int, held: int) -> np.ndarray:
    """Means of a generator that descends, [steps + 1], the start among them.

    Args:
        start: the mean at first.
        rate: of the descent.
        steps: of the generator.
        held: how many of them each best D is held for.
    """
    means = [start]
    for step in range(steps):
        if step % held == 0:
            answer = means[-1]
        means.append(means[-1] - rate * slope(means[-1], answer))
    return np.array(means)


def measure(
    seed: int = 0, *, start: float = 2.0, rate: float = 0.1, held=(1, 10, 40)
) -> Numbers:
    """The values by integration, and descents; nothing is drawn by lot.

    Args:
        seed: not used.
        start: t0.
        rate: of the descents.
        held: steps of the generator for each D; the last one leads to t1.
    """
    theta = np.linspace(-5.0, 4.0, 181)
    steps = 4 * held[-1]
    paths = np.array([descent(start, rate, steps, each) for each in held])
    moved = paths[-1, held[-1]]
    near = 1e-4
    around = [best_value(start + side) for side in (-near, near)]
    return Numbers(
        theta=theta,
        best=np.array([best_value(mean) for mean in theta]),
        start=start,
        frozen=np.array([value(mean, start) for mean in theta]),
        slopes=np.array([np.diff(around)[0] / (2 * near), slope(start, start)]),
        moved=moved,
        answered=np.array([value(mean, moved) for mean in theta]),
        held=np.array(held),
        rate=rate,
        steps=np.arange(steps + 1),
        paths=paths,
    )


@style.styled
def draw(numbers: Numbers):
    """The values of the game over the mean, and the mean over descents."""
    figure, ((values, paths),) = style.figure(1, 2, height=3.8)
    theta, start, moved = numbers.theta, numbers.start, numbers.moved
    at_start, at_moved = np.interp([start, moved], theta, numbers.best)
    down = np.interp(moved, theta, numbers.frozen)

    values.plot(theta, numbers.best, color=style.BLACK, label="C(G), D always the best")
    values.plot(theta, numbers.frozen, color=style.ORANGE, label="V(G, D₀*), D held")
    label = "V(G, D₁*), D answered G₁"
    values.plot(theta, numbers.answered, color=style.SKY, label=label)
    values.plot(start, at_start, "o", color=style.BLACK, zorder=5)
    values.plot(moved, at_moved, "o", color=style.BLACK, zorder=5)
    values.plot(moved, down, "o", color=style.ORANGE, zorder=5)
    values.annotate(
        "", (moved, at_moved - 0.15), (moved, down), arrowprops={"arrowstyle": "->"}
    )
    values.text(moved - 0.15, (down + at_moved) / 2, "new D", ha="right", va="center")
    for mean, height, name in ((start, at_start, "G₀"), (moved, at_moved, "G₁")):
        values.text(mean, height + 0.25, name, ha="center")
    values.axhline(-np.log(4), **style.GUIDE)
    values.text(4, -np.log(4) + 0.03, "−log 4", color=style.GREY, ha="right")
    values.set(title="The generator sees a game that is no longer its own")
    values.set(xlabel="θ, mean of the generator; the data have 0", ylim=(-9.5, 1.0))
    values.set_ylabel("value of the game, nats")
    values.legend(
        loc="lower right", fontsize=8.5, frameon=True, framealpha=0.9, edgecolor="none"
    )

    for held, path, color in zip(numbers.held, numbers.paths, _COLORS, strict=False):
        words = f"{held} steps for each D" if held > 1 else "1 step for each D"
        paths.plot(numbers.steps, path, color=color, label=words)
    paths.axhline(0, **style.GUIDE)
    paths.set(xlabel="steps of the generator", ylabel="θ, mean of the generator")
    paths.set_ylim(-5.5, 2.7)
    paths.set_title(f"Descents with the best D, from θ = {start:g}")
    paths.legend(loc="lower left")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    before, after = np.interp(
        [numbers.start, numbers.moved], numbers.theta, numbers.best
    )
    down = np.interp(numbers.moved, numbers.theta, numbers.frozen)
    last = np.abs(numbers.paths[:, -1])
    return (
        "The data are N(0, 1), the generator N(θ, 1). D₀* is the best answer to G₀; "
        "where G₀ is, the game against it (orange) has the value and the slope of the "
        f"game against the best D (black), {numbers.slopes[1]:.3f} nats per unit of θ, "
        "so that one small step is right. Held on, it rewards whatever D₀* calls "
        f"real: after {numbers.held[-1]} steps the generator is past the data at θ = "
        f"{numbers.moved:.2f} and believes in {down:.2f} nats, but the new best D "
        f"makes it {after:.2f}, where it was {before:.2f} at the start: worse than "
        f"before. Right: after {numbers.steps[-1]} steps with a new D for each of them "
        f"θ is {last[0]:.3f} from the data; with a new D only every "
        f"{numbers.held[-1]} steps it is {last[-1]:.3f}, and leaps to and fro. That is "
        "why the generator makes one step at a time, and D as many as it needs."
    )
