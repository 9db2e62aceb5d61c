"""f-divergences of two discrete distributions, D_f(P||Q) = sum of q f(p / q).

Nowozin et al. (2016), "f-GAN", https://arxiv.org/abs/1606.00709, section 2.1, has the
family. Laws are arrays of probabilities of one shape, usually [n]: nonnegative,
with sum one. 0 log 0 is 0, and what needs q > 0 is infinite where q = 0 < p.
"""

import numpy as np
from scipy.special import rel_entr


def kullback_leibler(p, q) -> float:
    """The Kullback-Leibler divergence, sum of p log(p / q), in nats.

    Args:
        p: probabilities [n].
        q: probabilities [n].

    Returns:
        A number in [0, inf]; infinite where p puts mass and q does not.
    """
    p, q = _distributions(p, q)
    return max(0.0, float(rel_entr(p, q).sum()))


def jensen_shannon(p, q) -> float:
    """The Jensen-Shannon divergence, (KL(p||m) + KL(q||m)) / 2, m = (p + q) / 2.

    In nats. It is what the minimax game of Goodfellow et al. (2014),
    https://arxiv.org/abs/1406.2661, theorem 1, minimises: C(G) = -log 4 + 2 JS.

    Args:
        p: probabilities [n].
        q: probabilities [n].

    Returns:
        A number in [0, log 2]; log 2 for distributions that share no outcome.
    """
    p, q = _distributions(p, q)
    both = p + q  # Not halved, as the half of the least number is 0.
    return max(0.0, float((rel_entr(2 * p, both) + rel_entr(2 * q, both)).sum() / 4))


def total_variation(p, q) -> float:
    """The total variation, sum of |p - q| / 2.

    Args:
        p: probabilities [n].
        q: probabilities [n].

    Returns:
        A number in [0, 1], the greatest difference in the probability of an event.
    """
    p, q = _distributions(p, q)
    return float(np.abs(p - q).sum() / 2)


def pearson(p, q) -> float:
    """Pearson's chi-squared divergence, sum of (p - q)^2 / q.

    Mao et al. (2017), https://arxiv.org/abs/1611.04076, section 3.2: with suitable
    labels, least squares minimise that of Q and (P + Q) / 2, up to a factor; the paper
    writes the distribution of the denominator first.

    Args:
        p: probabilities [n].
        q: probabilities [n].

    Returns:
        A number in [0, inf]; infinite where p puts mass and q does not.
    """
    p, q = _distributions(p, q)
    if np.any((q == 0) & (p > 0)):
        return float("inf")
    support = q > 0
    return float(np.sum((p - q)[support] ** 2 / q[support]))


def _distributions(p, q):
    p, q = (np.asarray(masses, dtype=np.float64) for masses in (p, q))
    for name, masses in (("p", p), ("q", q)):
        if not masses.size or not np.all(masses >= 0) or abs(masses.sum() - 1) > 1e-6:
            raise ValueError(
                f"`{name}` must hold probabilities, nonnegative with sum one; divide "
                f"counts by their sum. Received shape {masses.shape}, least "
                f"{masses.min(initial=np.inf):g}, sum {masses.sum():g}."
            )
    if p.shape != q.shape:
        raise ValueError(
            "`p` and `q` must be distributions of the same outcomes. Received shapes "
            f"{p.shape} and {q.shape}."
        )
    return p, q
