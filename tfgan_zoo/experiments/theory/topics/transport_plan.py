"""A transport plan of two heaps, as a matrix and as arrows, and its critic.

A plan says how much of the heap p at x_i goes to y_j, where the heap q is to be:

    W(p, q) = min of sum_ij g_ij |x_i - y_j|,  g >= 0, rows sum to p, columns to q
            = max of sum_i f_i p_i - sum_j f_j q_j,  |f_i - f_j| <= |x_i - x_j|

Arjovsky, Chintala and Bottou (2017), "Wasserstein GAN",
https://arxiv.org/abs/1701.07875, equations 1 and 2. Both are linear programs; the plan
and the critic f are found each by its own, exactly. Where mass is moved the critic
falls as steeply as it may.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.spatial.distance import cdist

from tfgan_zoo.visualization import plot_style as style

NUMBER = 13
TITLE = "Two heaps and the plan that moves one onto the other"
SECONDS = 1

_FROM = (0, 1, 3, 5, 4, 2, 1, 0, 0, 0)  # Shovelfuls at 0, 1, 2, ...
_TO = (3, 2, 0, 0, 0, 1, 1, 3, 4, 2)


class Numbers(NamedTuple):
    """Two heaps on a line, two plans between them, and the critic of the better one.

    Attributes:
        places: of the heaps, [n].
        shovelfuls: of either heap.
        p: heap that is moved, its shares, [n].
        q: heap that is to be, its shares, [n].
        plan: the cheapest plan, shares of the whole, [n, n], from rows to columns.
        cost: of it, in places times shares: W(p, q).
        independent: cost of the plan p q^T, which takes from everywhere to everywhere.
        dearest: cost of the dearest plan.
        critic: f at each place, in places, [n].
        duality: E_p[f] - E_q[f], in places.
    """

    places: np.ndarray
    shovelfuls: int
    p: np.ndarray
    q: np.ndarray
    plan: np.ndarray
    cost: float
    independent: float
    dearest: float
    critic: np.ndarray
    duality: float


def cheapest_plan(costs, p, q) -> np.ndarray:
    """The plan of least cost, [n, m], by linear programming.

    Args:
        costs: of moving a unit from each row to each column, [n, m].
        p: mass of the rows, [n].
        q: mass of the columns, [m], of the same sum.
    """
    n, m = costs.shape
    rows = np.kron(np.eye(n), np.ones(m))
    columns = np.kron(np.ones(n), np.eye(m))
    found = linprog(
        costs.ravel(),
        A_eq=np.concatenate([rows, columns]),
        b_eq=np.concatenate([p, q]),
    )
    return found.x.reshape(n, m)


def best_critic(places, p, q) -> np.ndarray:
    """The f with slopes of at most 1 and the greatest E_p[f] - E_q[f], [n].

    Args:
        places: on the line, in order, [n].
        p: shares of the one heap, [n].
        q: shares of the other, [n].
    """
    differences = np.diff(np.eye(len(places)), axis=0)  # Of neighbours; it suffices.
    gaps = np.diff(places)
    found = linprog(
        q - p,
        A_ub=np.concatenate([differences, -differences]),
        b_ub=np.concatenate([gaps, gaps]),
        A_eq=[np.eye(len(places))[-1]],  # f is free up to a constant: 0 at the end.
        b_eq=[0],
        bounds=(None, None),
    )
    return found.x


def measure(seed: int = 0) -> Numbers:
    """The plans and the critic by linear programming; nothing is drawn by lot.

    Args:
        seed: not used.
    """
    p, q = (np.array(heap) / sum(heap) for heap in (_FROM, _TO))
    places = np.arange(len(p))
    distances = cdist(places[:, None], places[:, None])
    # Many plans are cheapest on a line. A grain of curvature picks the one that keeps
    # the order, which is the same on any machine.
    plan = cheapest_plan(distances + 1e-3 * distances**2, p, q)
    dearest = cheapest_plan(-distances, p, q)
    critic = best_critic(places, p, q)
    return Numbers(
        places=places,
        shovelfuls=sum(_FROM),
        p=p,
        q=q,
        plan=plan,
        cost=np.sum(plan * distances),
        independent=p @ distances @ q,
        dearest=np.sum(dearest * distances),
        critic=critic,
        duality=critic @ (p - q),
    )


@style.styled
def draw(numbers: Numbers):
    """The heaps with the moves as arrows, the plan as a matrix, and the critic."""
    figure, ((heaps, matrix), (critic, costs)) = style.figure(
        2, 2, height=6.6, width_ratios=(1.35, 1), height_ratios=(1.25, 1)
    )
    _arrows(heaps, numbers)
    _matrix(matrix, numbers)

    places = numbers.places
    for heap, color in ((numbers.p, style.REAL), (numbers.q, style.FAKE)):
        critic.bar(places, heap * 10, 0.8, color=color, alpha=0.25)
    critic.plot(places, numbers.critic, "o-", color=style.WGAN)
    critic.set(xlabel="place", ylabel="f, in places", xticks=places)
    critic.set_title("The critic: of slope 1 wherever mass moves")

    names = ("cheapest", "critic", "p qᵀ", "dearest")
    values = (numbers.cost, numbers.duality, numbers.independent, numbers.dearest)
    colors = (style.BLACK, style.WGAN, style.ORANGE, style.GREY)
    costs.barh(names, values, color=colors, alpha=0.8)
    for k, each in enumerate(values):
        costs.text(each + 0.05, k, f"{each:.2f}", va="center")
    costs.invert_yaxis()
    costs.set(xlim=(0, 1.2 * max(values)), xlabel="share times places")
    costs.set_title("What plans cost, and what f says")
    return figure


def _arrows(axis, numbers):
    """Heap p above, upside up, heap q below, upside down, and the moves between."""
    top, bottom, scale = 1.0, 0.0, 2.0
    places = numbers.places
    axis.bar(places, scale * numbers.p, 0.8, bottom=top, color=style.REAL, alpha=0.5)
    axis.bar(
        places, -scale * numbers.q, 0.8, bottom=bottom, color=style.FAKE, alpha=0.5
    )
    moves = np.argwhere(numbers.plan > 1e-9)
    for i, j in moves:
        # Side by side where several leave one place, in their order.
        leaves = numbers.plan[i, :j].sum() / numbers.p[i] - 0.5
        comes = numbers.plan[:i, j].sum() / numbers.q[j] - 0.5
        share = numbers.plan[i, j]
        at = places[i] + 0.8 * (leaves + share / numbers.p[i] / 2)
        to = places[j] + 0.8 * (comes + share / numbers.q[j] / 2)
        axis.annotate(
            "",
            (to, bottom + 0.02),
            (at, top - 0.02),
            arrowprops={
                "arrowstyle": "-|>",
                "color": style.BLACK if i != j else style.GREY,
                "linewidth": 18 * share,
                "mutation_scale": 9,
                "alpha": 0.7,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
    axis.text(places[-3], top + 0.25, "p", color=style.REAL, ha="center")
    axis.text(places[3], bottom - 0.3, "q", color=style.FAKE, ha="center")
    axis.set(xticks=places, yticks=[], xlabel="place")
    axis.spines["left"].set_visible(False)
    axis.set_title("The moves; as wide as what goes there")


def _matrix(axis, numbers):
    """The plan with its sums at the margins."""
    places = numbers.places
    axis.imshow(
        np.where(numbers.plan > 1e-9, numbers.plan, np.nan),
        cmap="Greys",
        vmin=-0.05,
        vmax=numbers.plan.max(),
    )
    axis.plot(places, places, **style.GUIDE)
    for i, j in np.argwhere(numbers.plan > 1e-9):
        share = numbers.plan[i, j]
        color = "white" if share > numbers.plan.max() / 2 else style.BLACK
        words = f"{share * numbers.shovelfuls:.0f}"
        axis.text(j, i, words, color=color, ha="center", va="center")
    margin, centred = len(places), {"ha": "center", "va": "center", "fontsize": 9}
    for k, share in enumerate(numbers.p * numbers.shovelfuls):
        axis.text(margin, k, f"{share:.0f}", color=style.REAL, **centred)
    for k, share in enumerate(numbers.q * numbers.shovelfuls):
        axis.text(k, margin, f"{share:.0f}", color=style.FAKE, **centred)
    axis.set(xticks=places, yticks=places)
    axis.xaxis.tick_top()
    axis.xaxis.set_label_position("top")
    axis.set_xlabel("to; below, the sums: q", color=style.FAKE)
    axis.set_ylabel("from; right, the sums: p", color=style.REAL)


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    moved = np.count_nonzero(numbers.plan > 1e-9)
    steps = np.abs(np.diff(numbers.critic))
    return (
        "Two heaps of the same mass. A plan says how much goes from each place to each "
        "other: an arrow for each move, or a number in a matrix whose rows sum to the "
        "one heap and whose columns sum to the other (shovelfuls, of "
        f"{numbers.shovelfuls}). The cheapest, with {moved} moves, costs "
        f"{numbers.cost:.2f}: that is the Wasserstein distance. To take from "
        f"everywhere to everywhere costs {numbers.independent:.2f}, and the dearest "
        f"plan {numbers.dearest:.2f}. The critic f below prices places instead of "
        f"moves; with slopes of at most {steps.max():.0f} the most that E_p[f] − "
        f"E_q[f] can be is {numbers.duality:.2f}, the same number. A WGAN trains that "
        "critic, since nobody can list all plans of images."
    )
