"""Nearest real neighbours of generated images, and whether they are copies.

Gu et al. (2023), "On Memorization in Diffusion Models",
https://arxiv.org/abs/2310.02664: a sample is a copy if it is less than a third as far
from the nearest training image as from the next.
"""

import numpy as np

from tfgan_zoo.divergences import pair_of_points
from tfgan_zoo.metrics import neighbours
from tfgan_zoo.metrics.result import Score
from tfgan_zoo.pixels import to_floats

NAME = "memorization"
HIGHER_IS_BETTER = False


def nearest_real(real, fake, k: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest real points of each generated one, for pictures of them.

    Args:
        real: features [n, d], or images, which are compared by their pixels.
        fake: of the same kind, m of them.
        k: number of neighbours, at most n.

    Returns:
        Indices into `real` and distances, both [m, k], the nearest first.

    Raises:
        ValueError: for k above n, other widths, or values not finite.
    """
    real, fake = _points(real, fake)
    if not 1 <= k <= len(real):
        raise ValueError(
            f"`k` must be from 1 to the number of real points, {len(real)}. "
            f"Received: {k}"
        )
    return neighbours.nearest(fake, real, k)


def score(real_features, fake_features, *, threshold: float = 1 / 3) -> Score:
    """The share of samples that copy a training example.

    Real points that occur twice count once.

    Args:
        real_features: of the training split [n, d], or images.
        fake_features: [m, d], or images.
        threshold: a copy is nearer than this times the distance to the next nearest.

    Returns:
        `Score` with "memorization_ratio" in [0, 1]; "nearest_distance", the mean
        distance of a sample to the nearest real point; and
        "real_nearest_distance", that of a real point to the nearest other.

    Raises:
        ValueError: for fewer than 2 different real points, other widths, or values
            not finite.
    """
    real, fake = _points(real_features, fake_features)
    different = np.unique(real, axis=0)
    if len(different) < 2:
        raise ValueError(
            "`real_features` must hold at least 2 different points. Received "
            f"{len(different)} among {len(real)}."
        )
    distances = neighbours.nearest(fake, different, 2)[1]
    values = {
        "memorization_ratio": np.mean(distances[:, 0] < threshold * distances[:, 1]),
        "nearest_distance": np.mean(distances[:, 0]),
        "real_nearest_distance": np.mean(neighbours.nearest_others(different)),
    }
    counts = {"real_samples": len(real), "fake_samples": len(fake)}
    values = {name: float(value) for name, value in values.items()}
    return Score(values, {**counts, "threshold": threshold})


def _points(real, fake):
    real, fake = (to_floats(np.asarray(x)) for x in (real, fake))
    if real.ndim == 4 and fake.ndim == 4:
        real, fake = real.reshape(len(real), -1), fake.reshape(len(fake), -1)
    return pair_of_points(real, fake, ("real_features", "fake_features"))
