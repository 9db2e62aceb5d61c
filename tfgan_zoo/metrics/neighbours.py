"""Nearest neighbours, and squared distances a block at a time."""

from collections.abc import Iterator

import numpy as np

_BLOCK = 1024
_ROUNDING = 1e-12  # Of squared distances, beside the squares of the points.


def blocks(x, y) -> Iterator[tuple[slice, np.ndarray]]:
    """Squared distances of the rows of x [n, d] to those of y [m, d].

    By |x|^2 + |y|^2 - 2 x.y. What is below its rounding counts as zero, so that equal
    rows are found equal.

    Args:
        x: points [n, d] of float64.
        y: points [m, d] of float64.

    Yields:
        A slice of the rows of x, and their squared distances [rows, m].
    """
    centre = y.mean(axis=0)  # Far from the origin the differences would be lost.
    x, y = x - centre, y - centre
    x_norms, y_norms = np.sum(x**2, axis=1), np.sum(y**2, axis=1)
    for start in range(0, len(x), _BLOCK):
        rows = slice(start, start + _BLOCK)
        norms = x_norms[rows, None] + y_norms
        squares = norms - 2 * x[rows] @ y.T
        squares[squares <= _ROUNDING * norms] = 0
        yield rows, squares


def nearest(x, y, k: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest points of y to each of x.

    Args:
        x: points [n, d] of float64.
        y: points [m, d] of float64; k at most m.
        k: number of neighbours.

    Returns:
        Indices into y and distances, both [n, k], the nearest first.
    """
    centre = y.mean(axis=0)
    return _nearest(x - centre, y - centre, k)


def nearest_others(points, k: int = 1) -> np.ndarray:
    """The distance of each point to its k-th nearest among the others.

    A point that occurs twice has its twin among the others, at distance 0.

    Args:
        points: [n, d] of float64; k below n.
        k: number of neighbours.

    Returns:
        Distances [n].
    """
    return _nearest(None, points - points.mean(axis=0), k)[1][:, -1]


def _nearest(x, y, k):
    """The k nearest of y to each of x; or of the others to each of y, for None."""
    from sklearn.neighbors import NearestNeighbors

    # All distances, by scikit-learn: a tree is slower from a dozen dimensions on.
    search = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(y)
    distances, indices = search.kneighbors(x)
    y_norms = np.sum(y**2, axis=1)
    x_norms = y_norms if x is None else np.sum(x**2, axis=1)
    norms = x_norms[:, None] + y_norms[indices]
    distances[distances**2 <= _ROUNDING * norms] = 0
    return indices, distances
