import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy, norm

from tfgan_zoo.divergences import (
    histograms,
    jensen_shannon,
    kullback_leibler,
    pearson,
    total_variation,
)

RNG = np.random.default_rng(0)
P, Q = RNG.dirichlet(np.ones(7)), RNG.dirichlet(np.ones(7))
ALL = (kullback_leibler, jensen_shannon, total_variation, pearson)


def test_they_are_their_formulas():
    assert_allclose(kullback_leibler(P, Q), np.sum(P * np.log(P / Q)))
    assert_allclose(pearson(P, Q), np.sum(P**2 / Q) - 1)
    assert_allclose(total_variation(P, Q), np.maximum(P - Q, 0).sum())


def test_they_agree_with_scipy():
    assert_allclose(kullback_leibler(P, Q), entropy(P, Q))
    assert_allclose(jensen_shannon(P, Q), jensenshannon(P, Q) ** 2)


@pytest.mark.parametrize("divergence", ALL)
def test_equal_laws_have_none(divergence):
    assert divergence(P, P) == 0


def test_laws_that_share_nothing():
    p, q = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    assert kullback_leibler(p, q) == pearson(p, q) == np.inf
    assert_allclose(jensen_shannon(p, q), np.log(2))
    assert total_variation(p, q) == 1


def test_nothing_times_its_logarithm_is_nothing():
    p, q = np.array([1.0, 0.0]), np.array([0.5, 0.5])
    assert_allclose(kullback_leibler(p, q), np.log(2))
    assert kullback_leibler(q, p) == np.inf
    assert_allclose(pearson(p, q), 1)
    # An outcome that neither has counts for nothing.
    assert pearson(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == 0


def test_two_gaussians_on_a_fine_grid():
    # KL(N(m, s) || N(n, t)) = log(t / s) + (s^2 + (m - n)^2) / (2 t^2) - 1/2.
    grid = np.linspace(-12, 12, 20001)
    p, q = norm(0, 1).pdf(grid), norm(1, 1.5).pdf(grid)
    value = kullback_leibler(p / p.sum(), q / q.sum())
    assert_allclose(value, np.log(1.5) + 2 / 4.5 - 0.5, rtol=1e-6)


def test_two_gaussians_from_samples():
    x, y = RNG.normal(0, 1, 200_000), RNG.normal(1, 1.5, 200_000)
    value = kullback_leibler(*histograms(y, x, bins=40)[::-1])
    assert_allclose(value, np.log(1.5) + 2 / 4.5 - 0.5, rtol=0.03)


@pytest.mark.parametrize("divergence", ALL)
@pytest.mark.parametrize("name", ["p", "q"])
@pytest.mark.parametrize("wrong", [[0.5, 0.6], [1.5, -0.5], [np.nan, 1.0], []])
def test_a_law_is_nonnegative_with_sum_one(divergence, name, wrong):
    distributions = {"p": [0.5, 0.5], "q": [0.5, 0.5], name: wrong}
    with pytest.raises(ValueError, match=f"`{name}` must hold probabilities"):
        divergence(**distributions)


def test_laws_have_the_same_outcomes():
    with pytest.raises(ValueError, match=r"same outcomes.*\(7,\) and \(2,\)"):
        jensen_shannon(P, [0.5, 0.5])


def test_the_least_number_has_no_half_and_divergences_stay_finite():
    least = np.nextafter(0, 1)
    assert_allclose(jensen_shannon([least, 1], [0, 1]), 0, atol=1e-12)
    assert_allclose(jensen_shannon([least, 1], [1, 0]), np.log(2))
