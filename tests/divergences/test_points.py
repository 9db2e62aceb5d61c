import numpy as np
import pytest

from tfgan_zoo.divergences import as_points, pair_of_points


def test_numbers_are_points_of_the_line():
    points = as_points([1, 2, 3])
    assert points.shape == (3, 1)
    assert points.dtype == np.float64


@pytest.mark.parametrize("wrong", [3.0, [], np.zeros((2, 0)), np.zeros((2, 3, 4))])
def test_shapes_are_checked(wrong):
    with pytest.raises(ValueError, match=r"`real` must hold points \[n, d\].*shape"):
        as_points(wrong, "real")


def test_what_is_not_finite_is_counted():
    points = np.zeros((5, 2))
    points[[1, 3], 0] = np.nan, np.inf
    with pytest.raises(ValueError, match=r"`fake` must be finite.* 2 of 5.*index 1"):
        as_points(points, "fake")


def test_widths_are_compared():
    with pytest.raises(ValueError, match=r"`a` and `b` must have .* 2 and 3"):
        pair_of_points(np.zeros((5, 2)), np.zeros((5, 3)), ("a", "b"))
