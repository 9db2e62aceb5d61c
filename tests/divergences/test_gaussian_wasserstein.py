import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.linalg import sqrtm

from tfgan_zoo.divergences import gaussian_wasserstein, gaussian_wasserstein_of_samples

RNG = np.random.default_rng(0)


def by_sqrtm(mean_p, covariance_p, mean_q, covariance_q):
    root = np.real(sqrtm(covariance_p @ covariance_q))
    difference = np.sum((mean_p - mean_q) ** 2)
    return difference + np.trace(covariance_p + covariance_q - 2 * root)


def moments(points):
    return points.mean(axis=0), np.cov(points, rowvar=False)


def sample(count, width):
    return RNG.normal(size=(count, width)) * np.logspace(0, -2, width) + RNG.normal()


def test_on_the_line():
    # (m - n)^2 + (s - t)^2.
    assert_allclose(gaussian_wasserstein(1.0, 4.0, 4.0, 25.0), 9 + 9)


def test_covariances_that_commute():
    p, q = np.array([1.0, 4.0, 0.0]), np.array([9.0, 1.0, 2.0])
    rotation = np.linalg.qr(RNG.normal(size=(3, 3)))[0]
    p, q, mean = *(rotation * p, rotation * q), np.zeros(3)
    value = gaussian_wasserstein(mean, p @ rotation.T, mean, q @ rotation.T)
    assert_allclose(value, 4 + 1 + 2)


@pytest.mark.parametrize(("n", "m"), [(100, 80), (10, 80), (80, 10), (5, 7)])
def test_it_agrees_with_the_root_of_the_matrix(n, m):
    x, y = sample(n, 20), sample(m, 20)
    expected = by_sqrtm(*moments(x), *moments(y))
    # The root itself loses half the digits where a covariance is singular.
    assert_allclose(gaussian_wasserstein(*moments(x), *moments(y)), expected, rtol=1e-6)
    assert_allclose(gaussian_wasserstein_of_samples(x, y), expected, rtol=1e-6)


@pytest.mark.parametrize("count", [4, 100])
def test_equal_laws_are_at_no_distance(count):
    x = sample(count, 20)
    assert_allclose(gaussian_wasserstein_of_samples(x, x[::-1]), 0, atol=1e-9)
    assert_allclose(gaussian_wasserstein(*moments(x), *moments(x)), 0, atol=1e-9)
    assert_allclose(gaussian_wasserstein_of_samples(x, x + 2), 80, rtol=1e-9)


def test_a_point_mass():
    x = sample(50, 4)
    mean, covariance = moments(x)
    value = gaussian_wasserstein(mean, covariance, mean, np.zeros((4, 4)))
    assert_allclose(value, np.trace(covariance))
    assert_allclose(
        gaussian_wasserstein_of_samples(np.ones((9, 4)), np.ones((3, 4))), 0
    )


def test_what_is_no_covariance_is_named():
    mean, good = np.zeros(2), np.eye(2)
    for wrong in (np.diag([1.0, -1.0]), np.array([[1.0, 0.5], [0.0, 1.0]])):
        with pytest.raises(
            ValueError, match="`covariance_q` must be symmetric and pos"
        ):
            gaussian_wasserstein(mean, good, mean, wrong)
    with pytest.raises(
        ValueError, match=r"`covariance_p` \[d, d\].*\(2,\) and \(3, 3\)"
    ):
        gaussian_wasserstein(mean, np.eye(3), mean, good)
    with pytest.raises(ValueError, match=r"`mean_p` and `mean_q` must have .* 2 and 3"):
        gaussian_wasserstein(mean, good, np.zeros(3), np.eye(3))
    with pytest.raises(ValueError, match="`covariance_p` must be finite"):
        gaussian_wasserstein(mean, np.nan * good, mean, good)
    with pytest.raises(ValueError, match="`y` must hold at least 2 points"):
        gaussian_wasserstein_of_samples(good, good[:1])


def test_at_the_width_of_inception_it_is_that_of_the_closed_form():
    p, q = np.logspace(0, -3, 2048), np.logspace(-2, 1, 2048)
    rotation = np.linalg.qr(RNG.normal(size=(2048, 2048)))[0]
    mean = np.zeros(2048)
    value = gaussian_wasserstein(
        mean, rotation * p @ rotation.T, mean + 1, rotation * q @ rotation.T
    )
    # They commute: (s - t)^2 on each axis.
    assert_allclose(value, 2048 + np.sum((np.sqrt(p) - np.sqrt(q)) ** 2), rtol=1e-9)


def test_few_samples_of_many_features_cost_little(monkeypatch):
    x, y = sample(40, 300), sample(60, 300)
    expected = by_sqrtm(*moments(x), *moments(y))
    shapes = []

    def seen(matrix):
        shapes.append(matrix.shape)
        return eigvalsh(matrix)

    eigvalsh = np.linalg.eigvalsh
    monkeypatch.setattr(np.linalg, "eigvalsh", seen)
    assert_allclose(gaussian_wasserstein(*moments(x), *moments(y)), expected, rtol=1e-6)
    assert_allclose(gaussian_wasserstein_of_samples(x, y), expected, rtol=1e-6)
    # The one matrix whose eigenvalues are computed is as wide as the smaller rank.
    assert shapes == [(39, 39), (40, 40)]
