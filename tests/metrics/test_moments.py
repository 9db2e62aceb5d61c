import numpy as np
import pytest
from numpy.testing import assert_allclose

from tfgan_zoo.metrics.moments import Moments

RNG = np.random.default_rng(0)
FEATURES = RNG.normal(1000, 0.1, size=(100, 5)).astype("float32")


def check(moments, features):
    features = features.astype("float64")
    assert moments.count == len(features)
    assert_allclose(moments.mean, features.mean(axis=0), rtol=1e-12)
    assert_allclose(moments.covariance, np.cov(features, rowvar=False), rtol=1e-8)


def test_they_are_those_of_numpy():
    check(Moments.of(FEATURES), FEATURES)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_batches_add_up(size):
    # Far from the origin, where the difference of mean squares would be lost.
    batches = (FEATURES[i : i + size] for i in range(0, 100, size))
    check(Moments.of_batches(batches), FEATURES)


def test_moments_of_moments_are_themselves():
    moments = Moments.of(FEATURES)
    assert Moments.of(moments) is moments
    check(moments + Moments.of(FEATURES), np.concatenate([FEATURES] * 2))


def test_errors_are_in_words():
    with pytest.raises(ValueError, match=r"same width.*5 and 4"):
        Moments.of(FEATURES) + Moments.of(FEATURES[:, :4])
    with pytest.raises(ValueError, match=r"at least 2 examples.*Received 1\."):
        _ = Moments.of(FEATURES[:1]).covariance
    with pytest.raises(ValueError, match="`batches` must hold at least one"):
        Moments.of_batches([])
    with pytest.raises(ValueError, match="`features` must be finite"):
        Moments.of_batches([FEATURES, np.full((2, 5), np.nan)])
