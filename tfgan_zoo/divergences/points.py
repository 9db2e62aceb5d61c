"""Points: the form in which samples come."""

import numpy as np


def as_points(values, name: str = "points") -> np.ndarray:
    """The samples as a float64 matrix, one point in a row.

    Args:
        values: points [n, d], or numbers [n], which are points of the line.
        name: what the caller calls them, for the error.

    Returns:
        Array [n, d] of float64.

    Raises:
        ValueError: for another shape, no point at all, or a point that is not finite.
    """
    points = np.asarray(values, dtype=np.float64)
    if points.ndim == 1:
        points = points[:, None]
    if points.ndim != 2 or 0 in points.shape:
        raise ValueError(
            f"`{name}` must hold points [n, d] or numbers [n], at least one; flatten "
            f"what has more axes. Received shape {np.shape(values)}."
        )
    finite = np.isfinite(points).all(axis=1)
    if not finite.all():
        raise ValueError(
            f"`{name}` must be finite; drop or repair what is not. Received NaN or "
            f"infinity in {np.sum(~finite)} of {len(points)} points, the first at "
            f"index {np.argmin(finite)}."
        )
    return points


def pair_of_points(x, y, names=("x", "y")) -> tuple[np.ndarray, np.ndarray]:
    """Two samples as matrices of one width.

    Args:
        x: points [n, d], or numbers [n].
        y: points [m, d], or numbers [m].
        names: what the caller calls them, for the error.

    Returns:
        Arrays [n, d] and [m, d] of float64.

    Raises:
        ValueError: as `as_points`, and where the widths differ.
    """
    x, y = as_points(x, names[0]), as_points(y, names[1])
    if x.shape[1] != y.shape[1]:
        raise ValueError(
            f"`{names[0]}` and `{names[1]}` must have the same width; take both from "
            f"one source. Received widths {x.shape[1]} and {y.shape[1]}."
        )
    return x, y
