import numpy as np
import pytest
from numpy.testing import assert_allclose

import pipelines
from pipelines.distributions import grid, ring, two_gaussians

LAWS = ["grid", "parallel_lines", "ring", "swiss_roll", "two_gaussians"]


def draw(name, count=20_000, **kwargs):
    return next(iter(pipelines.load(name, batch_size=count, seed=0, **kwargs)))


@pytest.mark.parametrize("name", LAWS)
def test_points_are_new_in_every_batch(name):
    data = pipelines.load(name, batch_size=64, seed=0)
    first, second = list(data.take(2))
    assert first.shape == (64, 2)
    assert not np.array_equal(first, second)
    assert pipelines.info(name).shape == (2,)


def test_there_are_no_other_laws():
    from pipelines import catalogue

    assert catalogue.points() == LAWS


@pytest.mark.parametrize("module", [ring, grid, two_gaussians])
def test_mixtures_have_their_means_and_deviation(module):
    name = module.__name__.rpartition(".")[-1]
    points, labels = draw(name, labels=True)
    residuals = np.array(points) - np.array(module.MEANS)[np.array(labels)]
    assert_allclose(residuals.std(axis=0), module.DEVIATION, rtol=0.05)
    assert_allclose(residuals.mean(axis=0), 0, atol=0.05 * module.DEVIATION)
    shares = np.bincount(labels) / len(labels)
    assert_allclose(shares, 1 / len(module.MEANS), atol=0.012)


def test_the_ring_has_eight_modes_on_a_circle():
    assert len(ring.MEANS) == 8
    assert_allclose(np.linalg.norm(ring.MEANS, axis=1), 2)


def test_parallel_lines_are_one_apart():
    points, labels = draw("parallel_lines", labels=True)
    points, labels = np.array(points), np.array(labels)
    assert_allclose(points[:, 0], labels)
    assert_allclose(np.quantile(points[:, 1], [0, 0.5, 1]), [0, 0.5, 1], atol=0.02)


def test_the_swiss_roll_is_a_spiral():
    points = np.array(draw("swiss_roll")) * 7.5
    radius = np.linalg.norm(points, axis=1)
    assert 1.5 * np.pi - 1.2 < radius.min()
    assert radius.max() < 4.5 * np.pi + 1.2
    angle = np.arctan2(points[:, 1], points[:, 0])
    off = (radius - angle) % (2 * np.pi)  # On the spiral t = angle + 2 pi k.
    off = np.minimum(off, 2 * np.pi - off)
    assert_allclose(np.sqrt(np.mean(off**2)), 0.25, atol=0.03)


def test_points_have_no_image_size():
    with pytest.raises(ValueError, match="no image size"):
        pipelines.load("ring", batch_size=8, image_size=16)


def test_a_law_without_labels_says_so():
    with pytest.raises(ValueError, match="'swiss_roll' has no labels"):
        pipelines.load("swiss_roll", batch_size=8, labels=True)
