import numpy as np
import pytest

from tfgan_zoo.metrics import modes

MEANS = 2 * np.array([[np.cos(a), np.sin(a)] for a in np.arange(8) * np.pi / 4])
RNG = np.random.default_rng(0)


def test_the_law_itself_covers_its_modes():
    points = MEANS[np.arange(8000) % 8] + RNG.normal(0, 0.02, size=(8000, 2))
    score = modes.score(points, MEANS, 0.02)
    assert score["modes"] == 8
    # In the plane, P(|x| <= 3) = 1 - exp(-9/2).
    assert abs(score["high_quality"] - (1 - np.exp(-4.5))) < 0.005


def test_samples_by_hand():
    points = [[0.0, 0.0], [0.0, 0.29], [0.0, 0.31], [5.0, 0.0], [2.0, 2.0]]
    score = modes.score(points, [[0.0, 0.0], [5.0, 0.0], [9.0, 9.0]], 0.1)
    assert score.values == {"modes": 2, "high_quality": 3 / 5}
    again = modes.score(points, [[0.0, 0.0], [5.0, 0.0]], 0.1, least=2, within=4)
    assert again.values == {"modes": 1, "high_quality": 4 / 5}


def test_a_collapsed_generator_covers_one():
    score = modes.score(MEANS[[3] * 50], MEANS, 0.02)
    assert score.values == {"modes": 1, "high_quality": 1.0}


def test_errors_are_in_words():
    with pytest.raises(ValueError, match="`deviation` must be above 0"):
        modes.score(MEANS, MEANS, 0)
    with pytest.raises(ValueError, match="`fake_points` and `means` must"):
        modes.score(MEANS[:, :1], MEANS, 1)
