import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import wasserstein_distance

from tfgan_zoo.divergences import sliced_wasserstein, wasserstein_1d

RNG = np.random.default_rng(0)


@pytest.mark.parametrize(("n", "m"), [(5, 5), (7, 3), (40, 60), (1, 9)])
def test_it_agrees_with_scipy(n, m):
    x, y = RNG.normal(size=n), RNG.normal(2, 3, size=m)
    assert_allclose(wasserstein_1d(x, y), wasserstein_distance(x, y))


@pytest.mark.parametrize("power", [1, 2, 3.5])
def test_it_is_the_best_matching(power):
    x, y = RNG.normal(size=6), RNG.normal(size=6)
    costs = [
        np.mean(np.abs(x - p) ** power) for p in map(list, itertools.permutations(y))
    ]
    assert_allclose(wasserstein_1d(x, y, power=power), min(costs) ** (1 / power))


def test_repeating_a_sample_changes_nothing():
    x, y = RNG.normal(size=4), RNG.normal(size=3)
    expected = wasserstein_1d(x, y, power=2)
    assert_allclose(wasserstein_1d(np.tile(x, 5), y, power=2), expected)
    assert_allclose(wasserstein_1d(np.tile(x, 3), np.tile(x, 2)), 0, atol=1e-12)


@pytest.mark.parametrize("theta", [-1.0, 0.0, 0.37])
def test_parallel_lines(theta):
    # W1 = |theta|; a direction at angle a sees |theta cos a|, in mean square
    # theta^2 / 2.
    heights = np.linspace(0, 1, 50)
    real = np.stack([np.zeros(50), heights], axis=1)
    fake = np.stack([np.full(50, theta), heights], axis=1)
    assert_allclose(wasserstein_1d(real[:, 0], fake[:, 0]), abs(theta))
    sliced = sliced_wasserstein(real, fake, projections=20_000)
    assert_allclose(sliced, abs(theta) / np.sqrt(2), rtol=0.02)


def test_a_shift_and_a_stretch():
    x = RNG.normal(size=100)
    assert_allclose(wasserstein_1d(x, x + 3, power=2), 3)
    assert_allclose(wasserstein_1d(x, -2 * x, power=1), wasserstein_distance(x, -2 * x))


def test_slices_are_wasserstein_on_the_line():
    x, y = RNG.normal(size=(20, 1)), RNG.normal(size=(30, 1))
    expected = wasserstein_1d(x, y, power=2)
    assert_allclose(sliced_wasserstein(x, y, projections=3), expected)


def test_slices_are_those_of_the_seed():
    x, y = RNG.normal(size=(20, 5)), RNG.normal(size=(30, 5))
    first, again, other = (sliced_wasserstein(x, y, seed=s) for s in (1, 1, 2))
    assert first == again != other
    assert_allclose(sliced_wasserstein(x, x[::-1]), 0, atol=1e-12)


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match=r"`x` must hold numbers.*width 2"):
        wasserstein_1d(np.zeros((3, 2)), np.zeros((3, 2)))
    with pytest.raises(ValueError, match="`power` must be at least 1"):
        wasserstein_1d([1.0], [2.0], power=0.5)
    with pytest.raises(ValueError, match="`projections` must be at least 1"):
        sliced_wasserstein([1.0], [2.0], projections=0)
