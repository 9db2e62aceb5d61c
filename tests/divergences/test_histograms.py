import numpy as np
import pytest
from numpy.testing import assert_allclose

from tfgan_zoo.divergences import histograms, jensen_shannon

RNG = np.random.default_rng(0)


def test_cells_by_hand():
    p, q = histograms([0.0, 0.1, 1.0], [0.0, 2.0], bins=2)
    assert_allclose(p, [2 / 3, 1 / 3])
    assert_allclose(q, [1 / 2, 1 / 2])


@pytest.mark.parametrize(("width", "bins", "cells"), [(2, 5, 25), (3, (2, 3, 4), 24)])
def test_they_are_laws_on_one_grid(width, bins, cells):
    p, q = histograms(RNG.normal(size=(90, width)), RNG.normal(size=(70, width)), bins)
    assert p.shape == q.shape == (cells,)
    assert_allclose([p.sum(), q.sum()], 1)


def test_parallel_lines_share_no_cell():
    heights = RNG.uniform(size=1000)
    real = np.stack([np.zeros(1000), heights], axis=1)
    fake = np.stack([np.full(1000, 0.01), heights], axis=1)
    assert_allclose(jensen_shannon(*histograms(real, fake)), np.log(2))
    assert jensen_shannon(*histograms(real, real)) == 0


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match=r"`x` must have at most 3 axes.*width 4"):
        histograms(np.zeros((5, 4)), np.zeros((5, 4)))
    with pytest.raises(ValueError, match="`bins` must be at least 1"):
        histograms([1.0, 2.0], [1.0, 2.0], bins=0)
