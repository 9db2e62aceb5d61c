import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.spatial.distance import cdist

from tfgan_zoo.metrics import nearest_neighbour

RNG = np.random.default_rng(0)
REAL, FAKE = RNG.normal(size=(50, 4)), RNG.normal(size=(30, 4))


def test_neighbours_are_those_of_all_distances():
    indices, distances = nearest_neighbour.nearest_real(REAL, FAKE, k=3)
    between = cdist(FAKE, REAL)
    assert (indices == np.argsort(between, axis=1)[:, :3]).all()
    assert_allclose(distances, np.sort(between, axis=1)[:, :3])


def test_the_score_agrees_with_its_formulas():
    score = nearest_neighbour.score(REAL, FAKE)
    between = np.sort(cdist(FAKE, REAL), axis=1)
    assert_allclose(score.value, np.mean(between[:, 0] < between[:, 1] / 3))
    assert_allclose(score["nearest_distance"], between[:, 0].mean())
    among = np.sort(cdist(REAL, REAL), axis=1)[:, 1].mean()
    assert_allclose(score["real_nearest_distance"], among)


def test_copies_are_found():
    fake = np.concatenate([REAL[:10] + 1e-4, FAKE + 50])
    score = nearest_neighbour.score(REAL, fake)
    assert score["memorization_ratio"] == 10 / 40


def test_a_real_point_that_occurs_twice_is_copied_too():
    score = nearest_neighbour.score(np.repeat(REAL, 2, axis=0), REAL[:10])
    assert score["memorization_ratio"] == 1
    assert score["nearest_distance"] == 0
    assert score["real_nearest_distance"] > 0


def test_images_are_compared_by_their_pixels():
    images = RNG.uniform(-1, 1, size=(6, 4, 4, 1)).astype("float32")
    indices, distances = nearest_neighbour.nearest_real(images, images[::-1])
    assert indices[:, 0].tolist() == [5, 4, 3, 2, 1, 0]
    assert_allclose(distances, 0)


def test_errors_are_in_words():
    with pytest.raises(ValueError, match=r"`k` must be from 1 to .* 50\. Received: 51"):
        nearest_neighbour.nearest_real(REAL, FAKE, k=51)
    with pytest.raises(ValueError, match=r"at least 2 different points\. Received 1"):
        nearest_neighbour.score(REAL[[0, 0]], FAKE)
