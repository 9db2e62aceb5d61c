import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.spatial.distance import cdist

from tfgan_zoo.metrics import neighbours, precision_recall

RNG = np.random.default_rng(0)


def restated(real, fake, k):
    def radii(points):
        return np.sort(cdist(points, points), axis=1)[:, k]

    between = cdist(real, fake)
    inside = between <= radii(real)[:, None]
    return {
        "precision": inside.any(axis=0).mean(),
        "recall": (between <= radii(fake)).any(axis=1).mean(),
        "density": inside.sum(axis=0).mean() / k,
        "coverage": inside.any(axis=1).mean(),
    }


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("block", [7, 1024])
def test_it_agrees_with_its_formulas(k, block, monkeypatch):
    monkeypatch.setattr(neighbours, "_BLOCK", block)
    real, fake = RNG.normal(size=(40, 3)), RNG.normal(0.5, 1, size=(50, 3))
    assert precision_recall.score(real, fake, k=k).values == restated(real, fake, k)


def test_equal_samples_have_all():
    # A point, its k neighbours, and those on the border: all are inside.
    real = RNG.normal(size=(60, 8))
    score = precision_recall.score(real, RNG.permutation(real), k=5)
    assert score.values == {"precision": 1, "recall": 1, "density": 1.2, "coverage": 1}


def test_equal_laws_have_a_density_of_one():
    real, fake = RNG.normal(size=(2, 2000, 2))
    assert_allclose(precision_recall.score(real, fake)["density"], 1, atol=0.05)


def test_a_collapsed_generator_has_high_precision_and_low_recall():
    centres = 10 * np.eye(8)
    real = centres[np.arange(800) % 8] + RNG.normal(size=(800, 8))
    fake = centres[0] + 0.8 * RNG.normal(size=(800, 8))
    score = precision_recall.score(real, fake)
    assert score["precision"] > 0.9
    assert score["recall"] < 0.15
    assert score["coverage"] < 0.15


def test_noise_has_neither():
    real, fake = RNG.normal(size=(200, 8)), RNG.normal(100, 1, size=(200, 8))
    assert set(precision_recall.score(real, fake).values.values()) == {0.0}


def test_duplicates_have_balls_of_radius_zero():
    real = np.repeat(RNG.normal(size=(10, 4)), 6, axis=0) + 1e4
    score = precision_recall.score(real, real[::6].repeat(6, axis=0), k=5)
    assert score.values == {"precision": 1, "recall": 1, "density": 1.2, "coverage": 1}
    assert len(score.warnings) == 2
    assert "60 of 60 real samples have 5 or more exact copies" in score.warnings[0]
    assert precision_recall.score(real, real + 1e-3, k=5)["precision"] == 0
    assert precision_recall.score(real, real, k=6).warnings == ()


def test_errors_are_in_words():
    points = RNG.normal(size=(5, 2))
    with pytest.raises(ValueError, match=r"`k` must .*k = 5 for 5 real and 5"):
        precision_recall.score(points, points)
    with pytest.raises(
        ValueError, match=r"`real_features` and `fake_features`.*2 and 1"
    ):
        precision_recall.score(points, points[:, :1], k=1)
