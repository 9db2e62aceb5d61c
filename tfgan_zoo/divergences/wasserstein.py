"""Wasserstein distances of samples: exact on the line, sliced in space."""

import numpy as np

from tfgan_zoo.divergences.points import pair_of_points


def wasserstein_1d(x, y, power: float = 1) -> float:
    """The Wasserstein distance of two samples of the line, exactly.

        W = (integral over u in [0, 1] of |F^-1(u) - G^-1(u)|^power)^(1 / power)

    with the quantile functions of the two samples (Peyré and Cuturi, 2019,
    "Computational Optimal Transport", https://arxiv.org/abs/1803.00567, remark 2.30).

    Args:
        x: numbers [n].
        y: numbers [m].
        power: 1 or more.

    Returns:
        The distance, in the units of x.

    Raises:
        ValueError: for points that are not of the line, or a power below 1.
    """
    x, y = pair_of_points(x, y)
    if x.shape[1] != 1:
        raise ValueError(
            "`x` must hold numbers [n]; use sliced_wasserstein for points. Received "
            f"width {x.shape[1]}."
        )
    return float(_transport_costs(x, y, power)[0] ** (1 / power))


def sliced_wasserstein(
    x, y, *, projections: int = 100, power: float = 2, seed: int = 0
) -> float:
    """The sliced Wasserstein distance of two samples.

        SW = (mean over directions t of W(t.x, t.y)^power)^(1 / power)

    over `projections` directions, uniform on the sphere and seeded. Bonneel et al.
    (2015), "Sliced and Radon Wasserstein Barycenters of Measures",
    https://doi.org/10.1007/s10851-014-0506-3.

    Args:
        x: points [n, d].
        y: points [m, d].
        projections: number of directions.
        power: 1 or more.
        seed: of the directions; the same seed draws the same ones.

    Returns:
        The distance, in the units of x.

    Raises:
        ValueError: for no projection or a power below 1.
    """
    x, y = pair_of_points(x, y)
    if projections < 1:
        raise ValueError(f"`projections` must be at least 1. Received: {projections}")
    directions = np.random.default_rng(seed).normal(size=(x.shape[1], projections))
    directions /= np.linalg.norm(directions, axis=0)
    costs = [  # In turns, to hold [n, 32] at most.
        _transport_costs(x @ some, y @ some, power)
        for some in np.split(directions, range(32, projections, 32), axis=1)
    ]
    return float(np.mean(np.concatenate(costs)) ** (1 / power))


def _transport_costs(x, y, power):
    """W^power of the columns of x [n, k] and y [m, k]."""
    if not power >= 1:
        raise ValueError(f"`power` must be at least 1. Received: {power}")
    n, m = len(x), len(y)
    # Where either quantile function steps, times n m: in whole numbers, so that levels
    # which are equal are found equal.
    levels = np.union1d(np.arange(1, n + 1) * m, np.arange(1, m + 1) * n)
    x, y = np.sort(x, axis=0), np.sort(y, axis=0)
    shares = np.diff(levels, prepend=0) / (n * m)
    gaps = np.abs(x[(levels - 1) // m] - y[(levels - 1) // n])  # [levels, k]
    return shares @ gaps**power
