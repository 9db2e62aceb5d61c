"""Nearest neighbours, by squared distances that are computed a block at a time."""

from collections.abc import Iterator

import numpy as np

_BLOCK = 1024


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
        squares[squares <= 1e-12 * norms] = 0
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
    indices, distances = [], []
    for _, squares in blocks(x, y):
        order = np.argsort(squares, axis=1, kind="stable")[:, :k]
        indices.append(order)
        distances.append(np.sqrt(np.take_along_axis(squares, order, axis=1)))
    return np.concatenate(indices), np.concatenate(distances)


def nearest_others(points, k: int = 1) -> np.ndarray:
    """The distance of each point to its k-th nearest among the others.

    A point that occurs twice has its twin among the others, at distance 0.

    Args:
        points: [n, d] of float64; k below n.
        k: number of neighbours.

    Returns:
        Distances [n].
    """
    distances = []
    for rows, squares in blocks(points, points):
        np.fill_diagonal(squares[:, rows], np.inf)  # Itself.
        distances.append(np.sqrt(np.partition(squares, k - 1, axis=1)[:, k - 1]))
    return np.concatenate(distances)
