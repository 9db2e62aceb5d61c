"""Optimal transport with an entropic term, by Sinkhorn's algorithm."""

import numpy as np
from scipy.spatial.distance import cdist
from scipy.special import logsumexp

from tfgan_zoo.divergences.points import pair_of_points


def sinkhorn(
    x,
    y,
    *,
    regularization: float = 0.1,
    power: float = 2,
    iterations: int = 10_000,
    tolerance: float = 1e-3,
    debiased: bool = False,
) -> float:
    """The regularised cost of moving one sample onto the other.

        OT(x, y) = min over plans P of  sum P_ij |x_i - y_j|^power + r KL(P || a b^T)

    with equal weights a = 1/n, b = 1/m, r the regularization. Cuturi (2013),
    https://arxiv.org/abs/1306.0895, in the form of Feydy et al. (2019),
    https://arxiv.org/abs/1810.08278, equation 1, on the potentials (in logarithms);
    annealed, and over-relaxed as by Thibault et al. (2021),
    https://arxiv.org/abs/1711.01851. As r falls to 0 it tends to the W^power of the
    samples, and as r grows to the mean cost. The matrix of costs is held whole: for
    some thousand points.

    Args:
        x: points [n, d].
        y: points [m, d].
        regularization: r, above 0, in the units of the cost. Small ones are slow.
        power: of the distance, above 0.
        iterations: at most so many updates of both potentials.
        tolerance: of the plan's row sums, relative; the cost is much more exact.
        debiased: whether to return OT(x, y) - (OT(x, x) + OT(y, y)) / 2, Feydy's
            equation 3, which is 0 for equal samples.

    Returns:
        The cost, in the units of x to the power `power`.

    Raises:
        ValueError: for a regularization that is not positive, or where the iterations
            did not suffice.
    """
    x, y = pair_of_points(x, y)
    if not (regularization > 0 and iterations > 0):
        raise ValueError(
            "`regularization` and `iterations` must be above 0. Received "
            f"{regularization} and {iterations}."
        )

    def cost(first, second):
        costs = cdist(first, second) ** power
        same = first is second
        return _transport(costs, regularization, iterations, tolerance, same)

    if debiased:
        return cost(x, y) - (cost(x, x) + cost(y, y)) / 2
    return cost(x, y)


def _transport(costs, regularization, iterations, tolerance, same):
    """The dual value at the fixed point: the mean potentials, the second one exact."""
    n, m = costs.shape
    rows, columns = np.zeros(n), np.zeros(m)
    level = max(costs.max(), regularization)
    for _ in range(iterations):
        # Start smooth: far potentials come together in few steps.
        level = max(0.9 * level, regularization)
        final = level == regularization
        step = 1.8 if final else 1.0  # Over-relaxed, where the fixed point is near.
        exact = level * (np.log(m) - logsumexp((columns - costs) / level, axis=1))
        # A potential that moves by e scales the plan's row by exp(e / level).
        error = np.abs(exact - rows).max() / level
        if same:  # The two potentials are one, and halves converge in few steps.
            value = rows.mean() + exact.mean()
            rows = columns = (rows + exact) / 2
        else:
            rows = rows + step * (exact - rows)
            exact = level * (
                np.log(n) - logsumexp((rows[:, None] - costs) / level, axis=0)
            )
            value = rows.mean() + exact.mean()
            columns = columns + step * (exact - columns)
        if final and error <= tolerance:
            return float(value)
    raise ValueError(
        f"`iterations` = {iterations} did not bring the plan's row sums within "
        f"`tolerance` = {tolerance}; raise `iterations` or `regularization`. The last "
        f"update moved them by {error:.1e}."
    )
