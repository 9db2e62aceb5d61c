"""Two Gaussians at (-2, 0) and (2, 0), with deviation 0.5; the label says which."""

from pipelines.distributions import _mixture

DEVIATION = 0.5
MEANS = [(-2.0, 0.0), (2.0, 0.0)]
CLASSES = ["left", "right"]


def sample(n, seed):
    """Points [n, 2] and labels [n]."""
    return _mixture.sample(MEANS, DEVIATION, n, seed)
