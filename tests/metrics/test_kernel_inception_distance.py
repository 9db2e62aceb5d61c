import numpy as np
import pytest
from numpy.testing import assert_allclose

from tfgan_zoo.metrics import kernel_inception_distance as kid

RNG = np.random.default_rng(0)
REAL, FAKE = RNG.normal(size=(60, 5)), RNG.normal(0.4, 1.5, size=(50, 5))


def restated(x, y):
    def kernel(a, b):
        return (a @ b.T / 5 + 1) ** 3

    n, off = len(x), ~np.eye(len(x), dtype=bool)
    return (
        kernel(x, x)[off].sum() / (n * (n - 1))
        + kernel(y, y)[off].sum() / (n * (n - 1))
        - 2 * kernel(x, y).mean()
    )


def test_a_subset_of_everything_is_the_estimate():
    score = kid.score(REAL[:50], FAKE, subset_size=50, subsets=3)
    assert_allclose(score["kid"], restated(REAL[:50], FAKE))
    assert_allclose(score["kid_std"], 0, atol=1e-12)


def test_it_is_the_mean_over_seeded_subsets():
    score = kid.score(REAL, FAKE, subset_size=20, subsets=7, seed=3)
    rng = np.random.default_rng(3)
    values = []
    for _ in range(7):
        x = REAL[rng.choice(60, 20, replace=False)]
        values.append(restated(x, FAKE[rng.choice(50, 20, replace=False)]))
    assert_allclose(score["kid"], np.mean(values))
    assert_allclose(score["kid_std"], np.std(values))
    assert score == kid.score(REAL, FAKE, subset_size=20, subsets=7, seed=3)
    assert score != kid.score(REAL, FAKE, subset_size=20, subsets=7, seed=4)


def test_equal_laws_have_mean_zero():
    values = [
        kid.score(*RNG.normal(size=(2, 40, 3)), subsets=1, subset_size=40).value
        for _ in range(1000)
    ]
    assert abs(np.mean(values)) < 4 * np.std(values) / np.sqrt(1000)


def test_two_gaussians_of_other_spread_in_closed_form():
    # In one dimension, where both are symmetric about 0,
    # E (xy + 1)^3 = 1 + 3 E x^2 E y^2.
    real, fake = RNG.normal(size=(4000, 1)), RNG.normal(0, 2, size=(4000, 1))
    expected = 3 * (1 + 16 - 2 * 4)
    score = kid.score(real, fake, subsets=20)
    assert_allclose(score.value, expected, rtol=0.1)


def test_duplicates_are_samples_like_others():
    fake = np.repeat(FAKE[:25], 2, axis=0)
    score = kid.score(REAL[:50], fake, subset_size=50, subsets=1)
    assert_allclose(score.value, restated(REAL[:50], fake))


def test_small_samples_have_subsets_of_a_half():
    protocol = kid.score(REAL[:40], FAKE[:50]).protocol
    assert protocol["subset_size"] == 20


def test_errors_are_in_words():
    with pytest.raises(ValueError, match=r"`subset_size` must.* 50; .*Received: 1000"):
        kid.score(REAL, FAKE, subset_size=1000)
    with pytest.raises(ValueError, match="`subsets` must be at least 1"):
        kid.score(REAL, FAKE, subset_size=9, subsets=0)
    with pytest.raises(
        ValueError, match=r"`real_features` and `fake_features`.*5 and 4"
    ):
        kid.score(REAL, FAKE[:, :4], subset_size=9)
