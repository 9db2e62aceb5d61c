"""The maximum mean discrepancy of two samples, and kernels for it."""

import numpy as np
from scipy.spatial.distance import cdist

from tfgan_zoo.divergences.points import pair_of_points


def polynomial_kernel(x, y, degree: int = 3) -> np.ndarray:
    """The kernel (x.y / d + 1)^degree.

    Bińkowski et al. (2018), https://arxiv.org/abs/1801.01401, section 4, with degree 3.

    Args:
        x: points [n, d].
        y: points [m, d].
        degree: of the polynomial.

    Returns:
        Matrix [n, m].
    """
    base = x @ y.T / x.shape[1] + 1
    power = np.ones_like(base)
    for _ in range(degree):  # Products are many times as fast as NumPy's power.
        power *= base
    return power


def gaussian_kernel(x, y, bandwidth: float = 1.0) -> np.ndarray:
    """The kernel exp(-|x - y|^2 / (2 bandwidth^2)).

    Args:
        x: points [n, d].
        y: points [m, d].
        bandwidth: in the units of x.

    Returns:
        Matrix [n, m].
    """
    return np.exp(-cdist(x, y, "sqeuclidean") / (2 * bandwidth**2))


def squared_mmd(x, y, kernel=polynomial_kernel) -> float:
    """The unbiased estimate of the squared maximum mean discrepancy.

        mean of k(x_i, x_j) + mean of k(y_i, y_j) - 2 mean of k(x_i, y_j)

    where the first two means are over i != j.

    Gretton et al. (2012), "A Kernel Two-Sample Test",
    https://jmlr.org/papers/v13/gretton12a.html, equation 3.

    Args:
        x: points [n, d], at least 2.
        y: points [m, d], at least 2.
        kernel: a function of points [n, d] and [m, d] that returns a matrix [n, m]; its
            options with `functools.partial`.

    Returns:
        A number, which can be negative: for equal distributions its mean is 0.

    Raises:
        ValueError: for fewer than 2 points.
    """
    x, y = pair_of_points(x, y)
    if min(len(x), len(y)) < 2:
        raise ValueError(
            "`x` and `y` must hold at least 2 points each, since the unbiased estimate "
            f"compares pairs. Received {len(x)} and {len(y)}."
        )
    within = sum(_mean_of_pairs(kernel(points, points)) for points in (x, y))
    return float(within - 2 * kernel(x, y).mean())


def _mean_of_pairs(matrix):
    n = len(matrix)
    return (matrix.sum() - np.trace(matrix)) / (n * (n - 1))
