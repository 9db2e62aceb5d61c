from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import norm
from sklearn.metrics import pairwise

from tfgan_zoo.divergences import gaussian_kernel, polynomial_kernel, squared_mmd

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(9, 4)), RNG.normal(1, 2, size=(6, 4))


def by_hand(x, y, kernel):
    def pairs(a, b, same):
        return np.mean(
            [
                kernel(u[None], v[None])[0, 0]
                for i, u in enumerate(a)
                for j, v in enumerate(b)
                if not (same and i == j)
            ]
        )

    return pairs(x, x, True) + pairs(y, y, True) - 2 * pairs(x, y, False)


def test_kernels_agree_with_scikit_learn():
    expected = pairwise.polynomial_kernel(X, Y, degree=3, gamma=1 / 4, coef0=1)
    assert_allclose(polynomial_kernel(X, Y), expected)
    expected = pairwise.rbf_kernel(X, Y, gamma=1 / (2 * 0.7**2))
    assert_allclose(gaussian_kernel(X, Y, bandwidth=0.7), expected)


@pytest.mark.parametrize(
    "kernel", [polynomial_kernel, partial(gaussian_kernel, bandwidth=2)]
)
def test_it_is_the_sum_of_the_paper(kernel):
    assert_allclose(squared_mmd(X, Y, kernel), by_hand(X, Y, kernel))


def test_of_equal_laws_its_mean_is_zero():
    values = [squared_mmd(*RNG.normal(size=(2, 20, 3))) for _ in range(2000)]
    assert abs(np.mean(values)) < 4 * np.std(values) / np.sqrt(2000)
    assert np.min(values) < 0


def test_of_two_gaussians_it_tends_to_the_closed_form():
    # E k(x, y) = exp(-m^2 / 6) / 3^(1/2) for unit deviations and means m apart.
    x = norm.ppf((np.arange(2000) + 0.5) / 2000)[:, None]
    y = x + 1
    expected = 2 / np.sqrt(3) * (1 - np.exp(-1 / 6))
    assert_allclose(squared_mmd(x, y, gaussian_kernel), expected, rtol=0.02)


def test_it_wants_pairs():
    with pytest.raises(ValueError, match=r"at least 2 points each.*9 and 1"):
        squared_mmd(X, Y[:1])
