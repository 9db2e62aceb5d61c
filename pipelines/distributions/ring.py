"""Eight Gaussians on a circle of radius 2, with deviation 0.02.

Metz et al. (2017), "Unrolled Generative Adversarial Networks",
https://arxiv.org/abs/1611.02163, section 3.1. The label is the number of the Gaussian.
"""

import math

from pipelines.distributions import _mixture

RADIUS, DEVIATION = 2.0, 0.02
MEANS = [
    (RADIUS * math.cos(k * math.pi / 4), RADIUS * math.sin(k * math.pi / 4))
    for k in range(8)
]
CLASSES = [f"mode {k}" for k in range(len(MEANS))]


def sample(n, seed):
    """Points [n, 2] and labels [n]."""
    return _mixture.sample(MEANS, DEVIATION, n, seed)
