"""The baselines of a comparison: densities fitted to the images as vectors.

A function of this module whose name has no underscore in front is one: it takes
vectors [N, D] in [-1, 1] and a seed, and returns a function of a number that draws as
many.
"""

import inspect
import sys

import numpy as np

_COMPONENTS = 50  # Principal components, and those of the mixture.
_HELD_OUT = 0.2  # Of the images, that choose the bandwidth.


def gaussian_mixture(vectors, seed: int):
    """A mixture of 50 Gaussians with full covariances, of 50 principal components.

    Fitted by expectation maximisation; variances are at least 0.01.
    """
    from sklearn.decomposition import PCA
    from sklearn.mixture import GaussianMixture

    count = min(_COMPONENTS, *vectors.shape)
    projection = PCA(count, random_state=seed).fit(vectors)
    mixture = GaussianMixture(min(count, len(vectors) // 10 or 1), reg_covar=0.01)
    mixture.set_params(random_state=seed).fit(projection.transform(vectors))

    def sample(num):
        codes, _ = mixture.sample(num)  # One component after the other.
        codes = np.random.default_rng(seed).permutation(codes)
        return projection.inverse_transform(codes)

    return sample


def kernel_density(vectors, seed: int):
    """A Gaussian around each image, as wide as held-out images are likeliest.

    The Parzen windows of Goodfellow et al. (2014), https://arxiv.org/abs/1406.2661,
    section 5, of the images themselves: a sample is an image and noise.
    """
    from sklearn.neighbors import KernelDensity

    rng = np.random.default_rng(seed)
    held_out, known = np.split(
        rng.permutation(vectors), [max(1, round(_HELD_OUT * len(vectors)))]
    )
    width = best_bandwidth(known, held_out)
    density = KernelDensity(bandwidth=width).fit(vectors)
    return lambda num: density.sample(num, random_state=seed)


def best_bandwidth(known, held_out) -> float:
    """The deviation, of thirty from 0.01 to 1, at which held-out vectors are likeliest.

    Args:
        known: centres of the Gaussians [N, D].
        held_out: vectors [M, D].
    """
    from scipy.special import logsumexp
    from sklearn.metrics import pairwise_distances

    squared = pairwise_distances(held_out, known, "sqeuclidean")
    widths = np.geomspace(0.01, 1.0, 30)
    likelihoods = [
        logsumexp(-squared / (2 * width**2), axis=1).mean()
        - held_out.shape[1] * np.log(width)
        for width in widths
    ]
    return float(widths[np.argmax(likelihoods)])


def available() -> list[str]:
    """Names of the baselines."""
    found = inspect.getmembers(sys.modules[__name__], inspect.isfunction)
    return [
        name for name, f in found if [*inspect.signature(f).parameters][1:] == ["seed"]
    ]


def find(name: str):
    """The baseline of a name.

    Raises:
        ValueError: there is none.
    """
    if name not in available():
        raise ValueError(f"Unknown baseline {name!r}. Known: {', '.join(available())}.")
    return getattr(sys.modules[__name__], name)
