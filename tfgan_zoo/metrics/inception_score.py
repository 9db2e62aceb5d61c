"""The inception score: samples that are sure of their class, of many classes.

Salimans et al. (2016), "Improved Techniques for Training GANs",
https://arxiv.org/abs/1606.03498, section 4. From 1 to the number of classes, high is
good. It never looks at real images.
"""

import numpy as np

from tfgan_zoo.divergences import as_points, kullback_leibler
from tfgan_zoo.metrics.result import Score

NAME = "is"
HIGHER_IS_BETTER = True


def score(fake_probabilities, *, splits: int = 10) -> Score:
    """exp(E_x KL(p(y|x) || p(y))), mean and deviation over splits.

    The exponent is the mutual information of the sample's number and its class, one
    Kullback-Leibler divergence for each split.

    Args:
        fake_probabilities: p(y|x) of generated images [n, classes].
        splits: parts of the samples, in the order they come; each has its own p(y).

    Returns:
        `Score` with "inception_score", the mean, and "inception_score_std", the
        deviation over splits (ddof 0).

    Raises:
        ValueError: for fewer samples than splits, or rows that are no probabilities.
    """
    p = as_points(fake_probabilities, "fake_probabilities")
    sums = p.sum(axis=1)
    if p.min() < 0 or np.abs(sums - 1).max() > 1e-3:
        raise ValueError(
            "`fake_probabilities` must hold nonnegative rows with sum one; put "
            f"logits through a softmax first. Received least {p.min():g} and sums "
            f"from {sums.min():g} to {sums.max():g}."
        )
    if not 1 <= splits <= len(p):
        raise ValueError(
            "`splits` must be at least 1 and at most the number of samples, "
            f"{len(p)}. Received: {splits}"
        )
    p = p / sums[:, None]  # In float64, where float32 summed to one.
    edges = np.arange(splits + 1) * len(p) // splits
    values = [np.exp(_information(part)) for part in np.split(p, edges[1:-1])]
    return Score(
        {
            "inception_score": float(np.mean(values)),
            "inception_score_std": float(np.std(values)),
        },
        {"fake_samples": len(p), "classes": p.shape[1], "splits": splits},
    )


def _information(p):
    joint = p / len(p)
    product = np.broadcast_to(joint.mean(axis=0), joint.shape)
    return kullback_leibler(joint, product)
