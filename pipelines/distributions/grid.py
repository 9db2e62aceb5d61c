"""Twenty-five Gaussians on a grid of step 2 from -4 to 4, with deviation 0.05.

Srivastava et al. (2017), "VEEGAN", https://arxiv.org/abs/1705.07761, section 4.1. The
label is the number of the Gaussian, row by row.
"""

from pipelines.distributions import _mixture

DEVIATION = 0.05
MEANS = [(2.0 * i, 2.0 * j) for i in range(-2, 3) for j in range(-2, 3)]
CLASSES = [f"mode {k}" for k in range(len(MEANS))]


def sample(n, seed):
    """Points [n, 2] and labels [n]."""
    return _mixture.sample(MEANS, DEVIATION, n, seed)
