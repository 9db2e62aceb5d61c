"""The game v(x, y) = xy: players who move at once spiral out, by turns they circle.

One player moves x to make v smaller, the other y to make it larger; both rest at
(0, 0) alone. Salimans et al. (2016), "Improved Techniques for Training GANs",
https://arxiv.org/abs/1606.03498, section 3, after Goodfellow, Bengio and Courville
(2016), "Deep Learning", https://www.deeplearningbook.org, section 20.10.4; that nothing
guarantees convergence is in Goodfellow (2014), "On distinguishability criteria for
estimating generative models", https://arxiv.org/abs/1412.6515. With a step s a round
is a linear map of (x, y):

    at once    x' = x - s y,  y' = y + s x     radius grows by sqrt(1 + s^2) a round
    by turns   x' = x - s y,  y' = y + s x'    x^2 - s x y + y^2 stays as it was

The second map has determinant 1 and trace 2 - s^2 = 2 cos(a): for s < 2 it turns an
ellipse by the angle a, and for s = 1, a = 60 degrees, six rounds are one turn.
"""

from typing import NamedTuple

import numpy as np

from tfgan_zoo.visualization import plot_style as style

NUMBER = 14
TITLE = "The game v = xy: no step of gradient descent comes to rest"
SECONDS = 1

_REACH = 7.5  # Of the panels, from (0, 0).


class Numbers(NamedTuple):
    """Orbits of (x, y), round by round, from the same start.

    Attributes:
        step: s of both players.
        at_once: orbit [rounds + 1, 2] of players who move at the same time.
        by_turns: orbit [rounds + 1, 2] of players of whom y sees x's move.
        small_step: the smaller step s of the next two.
        at_once_small: as `at_once`, [small_rounds + 1, 2].
        by_turns_small: as `by_turns`, [small_rounds + 1, 2].
    """

    step: float
    at_once: np.ndarray
    by_turns: np.ndarray
    small_step: float
    at_once_small: np.ndarray
    by_turns_small: np.ndarray


def orbit(start, step: float, rounds: int, *, by_turns: bool) -> np.ndarray:
    """Points (x, y) of a play, [rounds + 1, 2], the start among them.

    Args:
        start: (x, y) before the first round.
        step: s, the learning rate of both.
        rounds: moves of each player.
        by_turns: whether y moves after x, on the x that it left.
    """
    points = [tuple(start)]
    for _ in range(rounds):
        x, y = points[-1]
        moved = x - step * y  # dv/dx = y
        points.append((moved, y + step * (moved if by_turns else x)))  # dv/dy = x
    return np.array(points, float)


def measure(
    seed: int = 0, *, start=(2.0, 3.0), rounds: int = 12, small_step: float = 0.1
) -> Numbers:
    """The orbits with step 1 and with a smaller one; nothing is drawn by lot.

    Args:
        seed: not used.
        start: (x, y) before the first round.
        rounds: of play with step 1; with the smaller step, 60 degrees' worth of each.
        small_step: s of the second pair of orbits, in (0, 2).
    """
    small = round(rounds / small_step)
    return Numbers(
        step=1.0,
        at_once=orbit(start, 1.0, rounds, by_turns=False),
        by_turns=orbit(start, 1.0, rounds, by_turns=True),
        small_step=small_step,
        at_once_small=orbit(start, small_step, small, by_turns=False),
        by_turns_small=orbit(start, small_step, small, by_turns=True),
    )


@style.styled
def draw(numbers: Numbers):
    """Two panels of orbits, and the distance from the point of rest over the rounds."""
    figure, ((small, one, radius),) = style.figure(1, 3, height=3.2)

    pairs = (
        (small, numbers.small_step, numbers.at_once_small, numbers.by_turns_small),
        (one, numbers.step, numbers.at_once, numbers.by_turns),
    )
    for axis, step, at_once, by_turns in pairs:
        marker = "o" if step >= 0.5 else None
        turn = 6 if step >= 0.5 else len(by_turns)
        axis.plot(*at_once.T, color=style.VERMILION, marker=marker)
        axis.plot(*by_turns[: turn + 1].T, color=style.BLUE, marker=marker)
        axis.plot(*by_turns[0], "o", color=style.BLACK, zorder=5)
        axis.plot(0, 0, "+", color=style.BLACK, markersize=10)
        axis.set(xlabel="x", ylabel="y", title=f"Step {step:g}")
        axis.set(xlim=(-_REACH, _REACH), ylim=(-_REACH, _REACH))
    beside = {"textcoords": "offset points", "fontsize": 9}
    centred = {"ha": "center", "va": "center", "color": style.BLUE}
    for k, point in enumerate(numbers.by_turns[:6]):
        words = str(k) if k else "0 = 6"
        shift = 11 * point / np.linalg.norm(point) + 12 * np.array([k == 0, 0])
        one.annotate(words, point, xytext=shift, **beside, **centred)
    x, y = numbers.by_turns[0]
    small.annotate(f"({x:g}, {y:g})", (x, y), xytext=(-6, -14), ha="right", **beside)

    for orbit_, color, label in (
        (numbers.at_once, style.VERMILION, "at once"),
        (numbers.by_turns, style.BLUE, "by turns"),
    ):
        distance = np.linalg.norm(orbit_, axis=1)
        radius.semilogy(distance, "o", color=color, label=label)
    rounds = np.arange(len(numbers.at_once))
    first = np.linalg.norm(numbers.at_once[0])
    expected = first * np.sqrt(1 + numbers.step**2) ** rounds
    radius.semilogy(rounds, expected, color=style.VERMILION, linewidth=1, zorder=1)
    radius.annotate(
        r"$\sqrt{13}\,(1+s^2)^{k/2}$",
        (rounds[7], expected[7]),
        textcoords="offset points",
        xytext=(8, -10),
        color=style.VERMILION,
    )
    radius.set(xlabel="round k", ylabel="distance from (0, 0)")
    radius.set(title=f"Step {numbers.step:g}", xticks=range(0, len(rounds), 3))
    radius.legend(title="the players move", alignment="left", loc="upper left")
    for axis in (small, one, radius):
        axis.set_box_aspect(1)
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    growth = np.linalg.norm(numbers.at_once[1]) / np.linalg.norm(numbers.at_once[0])
    x, y = numbers.by_turns[6]
    return (
        "One player lowers v = xy by moving x, the other raises it by moving y; they "
        "rest at (0, 0) alone. When both move at once (vermilion), every round takes "
        f"them further out, by a factor of {growth:.3f} = sqrt(1 + s²) at step s = 1, "
        "and a smaller step only makes the spiral slower. When they take turns (blue), "
        "they circle for ever on an ellipse: with step 1, six rounds bring them from "
        f"(2, 3) back to ({x:g}, {y:g})."
    )
