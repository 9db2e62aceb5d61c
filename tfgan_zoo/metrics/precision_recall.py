"""Precision and recall, density and coverage: quality and variety told apart.

Kynkäänniemi et al. (2019), "Improved Precision and Recall Metric for Assessing
Generative Models", https://arxiv.org/abs/1904.06991, equations 1 and 2; Naeem et al.
(2020), "Reliable Fidelity and Diversity Metrics for Generative Models",
https://arxiv.org/abs/2002.09797, section 3.

The support of a sample is the union of balls around its points, each as large as the
distance to the point's k-th nearest neighbour among the others. All are high when
good; a generator that makes few things well has high precision and low recall.
"""

import numpy as np

from tfgan_zoo.divergences import pair_of_points
from tfgan_zoo.metrics import neighbours
from tfgan_zoo.metrics.result import Score

NAME = "prdc"
HIGHER_IS_BETTER = True


def score(real_features, fake_features, *, k: int = 5) -> Score:
    """The four, of features.

        precision = share of fake points inside of real balls
        recall    = share of real points inside of fake balls
        density   = mean over fake points of (real balls that hold it) / k
        coverage  = share of real balls that hold a fake point

    Args:
        real_features: [n, d].
        fake_features: [m, d].
        k: neighbours that a ball reaches to; 5 in Naeem et al., 3 in Kynkäänniemi et
            al.

    Returns:
        `Score` with "precision", "recall" and "coverage" in [0, 1], and "density",
        at least 0, which is 1 on average for equal distributions.

    Raises:
        ValueError: for no more than k samples, other widths, or features not finite.

    Departures: a point on the border is inside (`<=`, compared to nine digits). That is
    Kynkäänniemi's rule; the code of Naeem et al. has `<`.
    """
    real, fake = pair_of_points(
        real_features, fake_features, ("real_features", "fake_features")
    )
    fewest = min(len(real), len(fake))
    if not 1 <= k < fewest:
        raise ValueError(
            "`k` must be at least 1 and below the number of samples, since a point has "
            f"so many neighbours. Received k = {k} for {len(real)} real and "
            f"{len(fake)} generated samples."
        )
    radii = [neighbours.nearest_others(points, k) for points in (real, fake)]
    real_radii, fake_radii = (radius**2 * (1 + 1e-9) for radius in radii)
    holding = np.zeros(len(fake))  # Real balls that hold the fake point.
    covered, recalled = np.zeros(len(real), bool), np.zeros(len(real), bool)
    for rows, squares in neighbours.blocks(fake, real):
        inside = squares <= real_radii
        holding[rows] = inside.sum(axis=1)
        covered |= inside.any(axis=0)
        recalled |= (squares <= fake_radii[rows, None]).any(axis=0)
    values = {
        "precision": np.mean(holding > 0),
        "recall": np.mean(recalled),
        "density": np.mean(holding) / k,
        "coverage": np.mean(covered),
    }
    protocol = {"real_samples": len(real), "fake_samples": len(fake), "k": k}
    warnings = [
        f"{np.sum(radius == 0)} of {len(radius)} {which} samples have {k} or more "
        "exact copies: their balls hold nothing else. Drop duplicates or raise k."
        for which, radius in zip(("real", "generated"), radii, strict=True)
        if np.any(radius == 0)
    ]
    return Score({n: float(x) for n, x in values.items()}, protocol, tuple(warnings))
