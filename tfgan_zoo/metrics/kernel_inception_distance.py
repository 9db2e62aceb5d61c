"""The kernel inception distance, an unbiased squared MMD between features.

Bińkowski et al. (2018), "Demystifying MMD GANs", https://arxiv.org/abs/1801.01401,
section 4. Low is good; equal distributions have 0 on average, for any number of
samples.
"""

import numpy as np

from tfgan_zoo.divergences import pair_of_points, polynomial_kernel, squared_mmd
from tfgan_zoo.metrics.result import Score

NAME = "kid"
HIGHER_IS_BETTER = False


def score(
    real_features,
    fake_features,
    *,
    subsets: int = 100,
    subset_size: int | None = None,
    seed: int = 0,
) -> Score:
    """Mean and deviation of the squared MMD, with (x.y / d + 1)^3, over random subsets.

    Args:
        real_features: [n, d].
        fake_features: [m, d].
        subsets: number of subsets.
        subset_size: examples in each, drawn without replacement from both samples; by
            default 1000, or half of the smaller sample if it has less than 2000.
        seed: of the subsets.

    Returns:
        `Score` with "kid", the mean, and "kid_std", the deviation over subsets
        (ddof 0).

    Raises:
        ValueError: for fewer samples than a subset holds, other widths, or features
            not finite.
    """
    real, fake = pair_of_points(
        real_features, fake_features, ("real_features", "fake_features")
    )
    fewest = min(len(real), len(fake))
    if subset_size is None:
        subset_size = min(1000, max(2, fewest // 2))
    if not 2 <= subset_size <= fewest:
        raise ValueError(
            "`subset_size` must be at least 2 and at most the number of samples, "
            f"{fewest}; lower it or take more samples. Received: {subset_size}"
        )
    if subsets < 1:
        raise ValueError(f"`subsets` must be at least 1. Received: {subsets}")
    rng = np.random.default_rng(seed)
    values = [
        squared_mmd(
            rng.choice(real, subset_size, replace=False),
            rng.choice(fake, subset_size, replace=False),
            polynomial_kernel,
        )
        for _ in range(subsets)
    ]
    protocol = {
        "real_samples": len(real),
        "fake_samples": len(fake),
        "subsets": subsets,
        "subset_size": subset_size,
        "seed": seed,
    }
    return Score(
        {"kid": float(np.mean(values)), "kid_std": float(np.std(values))}, protocol
    )
