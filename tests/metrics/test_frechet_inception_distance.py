import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.linalg import sqrtm

from tfgan_zoo.metrics import frechet_inception_distance as fid
from tfgan_zoo.metrics.moments import Moments

RNG = np.random.default_rng(0)
REAL = RNG.normal(size=(300, 6))
FAKE = RNG.normal(0.5, 2, size=(200, 6)) @ RNG.normal(size=(6, 6))


def restated(real, fake):
    difference = real.mean(axis=0) - fake.mean(axis=0)
    p, q = np.cov(real, rowvar=False), np.cov(fake, rowvar=False)
    return difference @ difference + np.trace(p + q - 2 * np.real(sqrtm(p @ q)))


def test_it_agrees_with_its_formula():
    score = fid.score(REAL, FAKE)
    assert_allclose(score["fid"], restated(REAL, FAKE), rtol=1e-8)
    assert score.protocol == {"real_samples": 300, "fake_samples": 200, "features": 6}
    assert score.warnings == ()


def test_streamed_moments_give_the_same():
    streamed = Moments.of_batches(np.split(FAKE, 10))
    assert_allclose(fid.score(REAL, streamed).value, fid.score(REAL, FAKE).value)


def test_equal_samples_have_none():
    assert_allclose(fid.score(REAL, REAL[::-1]).value, 0, atol=1e-9)


def test_a_shift_and_a_stretch_in_closed_form():
    deviations = np.sqrt(np.diag(np.cov(REAL, rowvar=False)))
    assert_allclose(fid.score(REAL, REAL + 0.5).value, 6 * 0.25)
    assert_allclose(
        fid.score(REAL, 3 * (REAL - REAL.mean(axis=0)) + REAL.mean(axis=0)).value,
        np.sum((2 * deviations) ** 2),
    )


def test_two_gaussians_in_closed_form():
    real = RNG.normal(0, 1, size=(200_000, 2))
    fake = RNG.normal(1, 2, size=(200_000, 2))
    assert_allclose(fid.score(real, fake).value, 2 * 1 + 2 * 1, rtol=0.02)


def test_few_samples_are_warned_of():
    score = fid.score(REAL, FAKE[:5], name="frechet_distance")
    assert list(score.values) == ["frechet_distance"]
    assert len(score.warnings) == 1
    assert "Only 5 generated samples for 6 features" in str(score)


def test_duplicates_are_samples_like_others():
    point = fid.score(REAL, FAKE[[0] * 9])  # Of no spread.
    difference = REAL.mean(axis=0) - FAKE[0]
    spread = np.trace(np.cov(REAL, rowvar=False))
    assert_allclose(point.value, difference @ difference + spread)


def test_errors_are_in_words():
    with pytest.raises(ValueError, match=r"`real_moments` and `fake_moments`.*6 and 5"):
        fid.score(REAL, FAKE[:, :5])
    with pytest.raises(ValueError, match="at least 2 examples"):
        fid.score(REAL, FAKE[:1])
    with pytest.raises(ValueError, match="`real_features` must be finite"):
        fid.score(np.where(REAL > 2, np.nan, REAL), FAKE)
