"""Modes of a mixture of Gaussians that samples cover, for toy distributions.

Srivastava et al. (2017), "VEEGAN", https://arxiv.org/abs/1705.07761, section 4.1: a
sample is of high quality within three deviations of the nearest mode, and a mode is
covered if such a sample lies by it.
"""

import numpy as np

from tfgan_zoo.divergences import pair_of_points
from tfgan_zoo.metrics import neighbours
from tfgan_zoo.metrics.result import Score

NAME = "modes"
HIGHER_IS_BETTER = True


def score(
    fake_points, means, deviation: float, *, within: float = 3.0, least: int = 1
) -> Score:
    """The covered modes and the share of high-quality samples.

    Args:
        fake_points: samples [n, d].
        means: of the modes [modes, d].
        deviation: of every mode, above 0.
        within: deviations from the mode that a sample of high quality may lie.
        least: samples of high quality that cover a mode.

    Returns:
        `Score` with "modes", the number covered, and "high_quality" in [0, 1].

    Raises:
        ValueError: for a deviation that is not positive, other widths, or points not
            finite.
    """
    points, means = pair_of_points(fake_points, means, ("fake_points", "means"))
    if not deviation > 0:
        raise ValueError(f"`deviation` must be above 0. Received: {deviation}")
    mode, distance = neighbours.nearest(points, means)
    good = distance[:, 0] <= within * deviation
    counts = np.bincount(mode[good, 0], minlength=len(means))
    return Score(
        {"modes": int(np.sum(counts >= least)), "high_quality": float(np.mean(good))},
        {
            "fake_samples": len(points),
            "of_modes": len(means),
            "within_deviations": within,
            "least": least,
        },
    )
