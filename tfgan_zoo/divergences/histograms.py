"""Histograms of two samples on one grid: discrete distributions from points."""

import numpy as np

from tfgan_zoo.divergences.points import pair_of_points


def histograms(x, y, bins=50) -> tuple[np.ndarray, np.ndarray]:
    """The shares of two samples in the cells of one grid that holds both.

    An f-divergence of samples is that of their histograms, for instance
    `jensen_shannon(*histograms(x, y, bins=50))`. It depends on the grid: too fine a
    one makes any two samples disjoint, too coarse a one makes them equal.

    Args:
        x: points [n, d], d at most 3, or numbers [n].
        y: points [m, d], or numbers [m].
        bins: cells along each axis, a number or one for each axis.

    Returns:
        Two arrays [cells] of float64, each with sum one.

    Raises:
        ValueError: for points of more than three axes, or no cell.
    """
    x, y = pair_of_points(x, y)
    width = x.shape[1]
    if width > 3:
        raise ValueError(
            "`x` must have at most 3 axes, since a grid of more has too many cells; "
            f"use sliced_wasserstein or squared_mmd. Received width {width}."
        )
    bins = np.broadcast_to(bins, width)
    if bins.min() < 1:
        raise ValueError(f"`bins` must be at least 1. Received: {bins.tolist()}")
    both = np.concatenate([x, y])
    ranges = list(zip(both.min(axis=0), both.max(axis=0), strict=True))
    counts = [np.histogramdd(sample, list(bins), ranges)[0] for sample in (x, y)]
    return tuple(count.ravel() / count.sum() for count in counts)
