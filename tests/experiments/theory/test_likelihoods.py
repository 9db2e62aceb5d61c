"""Likelihoods, divergences that are fitted, and codes, against closed forms."""

import itertools
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import quad, trapezoid
from scipy.stats import norm

from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.experiments.theory.topics import (
    code_lengths,
    kl_directions,
    likelihood_product,
    maximum_likelihood,
)


def test_a_mixture_has_the_mass_and_mean_of_its_parts():
    x = np.linspace(-12, 14, 5001)
    p = distributions.mixture_density(x, (0.25, 0.75), (-1.0, 3.0), (0.5, 1.5))
    assert_allclose(trapezoid(p, x), 1, rtol=1e-9)
    assert_allclose(trapezoid(p * x, x), 2.0, rtol=1e-9)


def test_likelihood_is_the_entropy_and_the_divergence():
    numbers = maximum_likelihood.measure()
    # The cross-entropy of any p and N(t, 1), by the first two moments of p.
    mean = 0.7 * -1 + 0.3 * 2
    variance = 0.7 * (0.25 + 1) + 0.3 * (0.64 + 4) - mean**2
    square = variance + (mean - numbers.theta) ** 2
    expected = math.log(2 * math.pi) / 2 + square / 2
    assert_allclose(numbers.entropy + numbers.divergence, expected, atol=1e-7)
    assert_allclose(numbers.deviation**2, variance, rtol=1e-7)
    # Points: the losses come to the expectation, and the best mean as 1 / sqrt(m).
    gaps = np.abs(numbers.losses - expected).max(axis=1)
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] < 4 * numbers.deviation * 4 / math.sqrt(numbers.counts[2])
    assert_allclose(
        numbers.errors, numbers.deviation / np.sqrt(numbers.sizes), rtol=0.15
    )


def test_the_product_is_zero_where_its_logarithm_says_so():
    numbers = likelihood_product.measure()
    for name, last in zip(
        likelihood_product.FORMATS, likelihood_product.lasts(numbers), strict=True
    ):
        least = np.log10(float(np.finfo(name).smallest_subnormal))
        # Rounding among the least numbers, which have few digits, moves it by one.
        assert abs(np.sum(numbers.log_product > least) - last) <= 1
    assert np.all(numbers.likelihood == 0)
    # Over N(t, 1) the mean is a parabola around that of the points.
    best = np.polyfit(numbers.theta, numbers.mean_likelihood, 2)
    points = np.random.default_rng(0).normal(size=1000)
    assert_allclose(best[0], -0.5, rtol=1e-6)
    assert_allclose(-best[1] / (2 * best[0]), points.mean(), atol=1e-6)
    assert_allclose(numbers.mean[-1], -numbers.entropy, atol=0.05)


def test_one_divergence_covers_and_the_other_picks():
    numbers = kl_directions.measure(means=5)
    # Covering is matching moments.
    mean = 0.6 * -2 + 0.4 * 2
    deviation = math.sqrt(0.36 + 4 - mean**2)
    assert_allclose(numbers.covering, [mean, deviation], atol=1e-4)
    # Picking is one part of the mixture, which costs the logarithm of its weight.
    assert_allclose(numbers.picking, [[-2, 0.6], [2, 0.6]], atol=0.02)
    assert_allclose(
        numbers.divergences[1:, 1], [-math.log(0.6), -math.log(0.4)], atol=0.01
    )
    assert_allclose(numbers.missed[1:], [0.4, 0.6], atol=0.03)
    assert numbers.unreal[0] > 0.1 > 5 * numbers.unreal[1:].max()


@pytest.mark.parametrize("which", [0, 1])
def test_a_divergence_agrees_with_adaptive_integration(which):
    mixture, q = ((0.6, 0.4), (-2.0, 2.0), (0.6, 0.6)), norm(0.5, 1.2)
    x = np.linspace(-9, 9, 1801)
    p = distributions.mixture_density(x, *mixture)

    def integrand(at):
        pair = distributions.mixture_density(at, *mixture), q.pdf(at)
        one, other = pair[::-1] if which else pair
        return one * math.log(one / other)

    expected, _ = quad(integrand, -9, 9, limit=200)
    found = kl_directions.divergences(x, p, 0.5, 1.2)[which]
    assert_allclose(found, expected, rtol=1e-6)


def test_a_code_for_p_takes_the_entropy_and_another_the_divergence_more():
    numbers = code_lengths.measure()
    # 1/2 at one bit, 1/4 at two, 1/8 at three, twice.
    assert numbers.entropy == 1.75
    assert_allclose(numbers.divergence, 1.5 + 0.75 + 0.25 + 0.125 - 1.75)
    assert_allclose(numbers.p @ numbers.codes.T, [1.75, 2.625])
    assert_allclose(numbers.measured, [1.75, 2.625], atol=0.03)
    assert_allclose(numbers.cross_entropy[[0, -1]], [1.75, 2.625])
    assert numbers.huffman.min() >= 1.75


@pytest.mark.parametrize(
    "probabilities", [(0.4, 0.3, 0.2, 0.1), (0.9, 0.1), (0.2,) * 5]
)
def test_no_word_of_the_best_code_begins_another(probabilities):
    words = code_lengths.huffman(probabilities)
    for one, other in itertools.permutations(words, 2):
        assert not one.startswith(other)
    lengths = np.array([len(word) for word in words])
    assert np.sum(0.5**lengths) == 1  # Kraft: no word could be shorter.
    p = np.array(probabilities)
    assert 0 <= p @ lengths - p @ np.log2(1 / p) < 1
