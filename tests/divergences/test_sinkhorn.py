import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from tfgan_zoo.divergences import sinkhorn

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(8, 2)), RNG.normal(1, 1, size=(8, 2))
COSTS = cdist(X, Y) ** 2


@pytest.mark.parametrize("regularization", [0.2, 1.0, 10.0])
def test_two_points_by_hand(regularization):
    # The plan's diagonal is sigmoid(1/r), and the value -r log((1 + exp(-1/r)) / 2).
    value = sinkhorn([0.0, 1.0], [1.0, 0.0], regularization=regularization)
    expected = -regularization * np.log((1 + np.exp(-1 / regularization)) / 2)
    assert_allclose(value, expected, rtol=1e-6)


def test_little_regularization_is_the_best_matching():
    best = COSTS[linear_sum_assignment(COSTS)].mean()
    value = sinkhorn(X, Y, regularization=0.02)
    assert_allclose(value, best, rtol=0.03)


def test_much_regularization_is_the_mean_cost():
    assert_allclose(sinkhorn(X, Y, regularization=1e4), COSTS.mean(), rtol=1e-3)


def test_samples_of_other_sizes():
    value = sinkhorn(X, np.repeat(Y, 3, axis=0))
    assert_allclose(value, sinkhorn(X, Y), rtol=1e-5)


def test_without_its_bias_equal_samples_cost_nothing():
    assert_allclose(sinkhorn(X, X, debiased=True, regularization=1.0), 0, atol=1e-4)
    assert sinkhorn(X, X[::-1]) > 0.1
    shifted = sinkhorn(X, X + 3, debiased=True, regularization=1.0)
    assert_allclose(shifted, 18, rtol=1e-4)


def test_parallel_lines():
    heights = np.linspace(0, 1, 30)
    real = np.stack([np.zeros(30), heights], axis=1)
    fake = np.stack([np.full(30, 0.5), heights], axis=1)
    assert_allclose(sinkhorn(real, fake, power=1, regularization=0.002), 0.5, rtol=0.02)


@pytest.mark.parametrize("regularization", [0.1, 1.0])
def test_it_is_the_cost_of_its_plan(regularization):
    # The plan by plain scaling of rows and columns, to the last digit.
    kernel = np.exp(-COSTS / regularization)
    columns = np.ones(8)
    for _ in range(100_000):
        rows = 1 / 8 / (kernel @ columns)
        columns = 1 / 8 / (rows @ kernel)
    plan = rows[:, None] * kernel * columns
    entropy = np.sum(plan * np.log(64 * plan))
    expected = np.sum(plan * COSTS) + regularization * entropy
    assert_allclose(sinkhorn(X, Y, regularization=regularization), expected, rtol=1e-5)


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match=r"`regularization` and .* above 0"):
        sinkhorn(X, Y, regularization=0)
    with pytest.raises(ValueError, match=r"`iterations` = 2 did not bring.*raise"):
        sinkhorn(X, Y, iterations=2)
