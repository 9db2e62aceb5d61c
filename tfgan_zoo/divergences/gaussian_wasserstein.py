"""The squared Wasserstein-2 distance of two Gaussians, the Fréchet distance.

    W2^2 = |mu_p - mu_q|^2 + tr(S_p + S_q - 2 (S_p S_q)^(1/2))

Dowson and Landau (1982), https://doi.org/10.1016/0047-259X(82)90077-X;
Heusel et al. (2017), https://arxiv.org/abs/1706.08500, equation 6.

The trace of the root needs no root of a matrix. Let S_p = A A^T and S_q = B B^T, and
C = A^T B. Then S_p S_q = A (C B^T) has, but for zeros, the eigenvalues of
(C B^T) A = C C^T, which is symmetric and nonnegative. So
tr (S_p S_q)^(1/2) = sum of the roots of the eigenvalues of C C^T, the singular values
of C. A is as wide as the rank of S_p, so covariances of few samples cost little.
"""

import numpy as np
from scipy.linalg import lapack

from tfgan_zoo.divergences.points import pair_of_points


def gaussian_wasserstein(mean_p, covariance_p, mean_q, covariance_q) -> float:
    """The squared distance of two Gaussians, from their moments.

    Args:
        mean_p: [d].
        covariance_p: [d, d], symmetric and positive semi-definite, of any rank.
        mean_q: [d].
        covariance_q: [d, d].

    Returns:
        A number, at least 0, in squared units of the mean.

    Raises:
        ValueError: for shapes that do not fit, or what is no covariance.
    """
    mean_p, root_p, trace_p = _moments(mean_p, covariance_p, "p")
    mean_q, root_q, trace_q = _moments(mean_q, covariance_q, "q")
    if mean_p.shape != mean_q.shape:
        raise ValueError(
            "`mean_p` and `mean_q` must have the same width; take both from one "
            f"source. Received widths {mean_p.size} and {mean_q.size}."
        )
    return _distance(mean_p - mean_q, trace_p, trace_q, root_p, root_q)


def gaussian_wasserstein_of_samples(x, y) -> float:
    """The squared distance of the Gaussians fitted to two samples.

    Covariances have ddof 1. Where a sample has no more points than axes, its
    covariance is never formed: the centred points over the root of n - 1 serve as A.

    Args:
        x: points [n, d], at least 2.
        y: points [m, d], at least 2.

    Returns:
        A number, at least 0, in squared units of x.

    Raises:
        ValueError: for fewer than 2 points.
    """
    x, y = pair_of_points(x, y)
    roots, traces = [], []
    for name, points in (("x", x), ("y", y)):
        count, width = points.shape
        if count < 2:
            raise ValueError(
                f"`{name}` must hold at least 2 points, since one has no covariance. "
                f"Received {count}."
            )
        root = (points - points.mean(axis=0)).T / np.sqrt(count - 1)  # [d, n]
        traces.append(np.sum(root**2))
        roots.append(root if count <= width else _root(root @ root.T, name))
    return _distance(x.mean(axis=0) - y.mean(axis=0), *traces, *roots)


def _distance(difference, trace_p, trace_q, root_p, root_q):
    cross = root_p.T @ root_q
    if cross.shape[0] > cross.shape[1]:
        cross = cross.T
    eigenvalues = np.linalg.eigvalsh(cross @ cross.T)
    overlap = np.sqrt(np.maximum(eigenvalues, 0)).sum()  # Rounding makes zeros negative
    # and the whole too, where the two are equal.
    return max(0.0, float(difference @ difference + trace_p + trace_q - 2 * overlap))


def _moments(mean, covariance, name):
    mean = np.atleast_1d(np.asarray(mean, dtype=np.float64))
    covariance = np.atleast_2d(np.asarray(covariance, dtype=np.float64))
    if mean.ndim != 1 or covariance.shape != 2 * mean.shape:
        raise ValueError(
            f"`mean_{name}` must be [d] and `covariance_{name}` [d, d]. Received "
            f"shapes {mean.shape} and {covariance.shape}."
        )
    if not (np.isfinite(mean).all() and np.isfinite(covariance).all()):
        raise ValueError(
            f"`mean_{name}` and `covariance_{name}` must be finite. Received NaN or "
            "infinity; look for them in the points."
        )
    return mean, _root(covariance, f"covariance_{name}"), np.trace(covariance)


def _root(covariance, name):
    """A matrix A [d, rank] with A A^T = covariance: Cholesky's, with pivots."""
    scale = np.abs(covariance).max()
    factor, pivots, rank, _ = lapack.dpstrf(covariance, lower=1)
    root = np.empty_like(factor[:, :rank])
    root[pivots - 1] = np.tril(factor)[:, :rank]
    missing = abs(np.sum(root**2) - np.trace(covariance))
    lopsided = np.abs(covariance - covariance.T).max()
    if max(missing, lopsided) > 1e-6 * len(covariance) * scale:
        raise ValueError(
            f"`{name}` must be symmetric and positive semi-definite. Received a matrix "
            f"of which a root misses {missing:g} of the trace, and which differs from "
            f"its transpose by {lopsided:g}."
        )
    return root
