import numpy as np
import pytest
from numpy.testing import assert_allclose

from tfgan_zoo.metrics import sliced_wasserstein as swd

RNG = np.random.default_rng(0)
FEW = {"patches": 16, "projections": 32}


def pictures(count, size=32, detail=0.2):
    coarse = RNG.uniform(-0.6, 0.6, size=(count, size // 8, size // 8, 1))
    smooth = coarse.repeat(8, axis=1).repeat(8, axis=2)
    return np.clip(smooth + RNG.normal(0, detail, smooth.shape), -1, 1)


def test_levels_add_up_to_the_image():
    images = pictures(3, 64)
    fine, middle, coarse = swd._pyramid(images)
    assert [len(level[0]) for level in (fine, middle, coarse)] == [64, 32, 16]

    def expand(level):
        spread = np.zeros((3, 2 * level.shape[1], 2 * level.shape[2], 1))
        spread[:, ::2, ::2] = level
        return 4 * swd._blur(spread)

    assert_allclose(fine + expand(middle + expand(coarse)), images, atol=1e-12)


def test_a_constant_image_has_no_detail():
    fine, coarse = swd._pyramid(np.full((1, 32, 32, 1), 0.7))
    assert_allclose(fine, 0, atol=1e-12)
    assert_allclose(coarse, 0.7)


def test_patches_are_cut_and_normalised():
    images = np.arange(2 * 9 * 9 * 2, dtype="float64").reshape(2, 9, 9, 2)
    patches = swd._patches(images, 50, np.random.default_rng(0)).reshape(100, 7, 7, 2)
    assert_allclose(patches.mean(axis=(0, 1, 2)), 0, atol=1e-12)
    assert_allclose(patches.std(axis=(0, 1, 2)), 1)
    steps = np.diff(patches[:, 0, :, 0], axis=1)
    assert_allclose(steps, steps[0, 0])  # Neighbours in the patch are in the image.


def test_equal_laws_are_near_and_others_far():
    real = pictures(60)
    near = swd.score(real, pictures(60), **FEW)
    assert list(near.values) == ["swd", "swd_32", "swd_16"]
    assert_allclose(near["swd"], (near["swd_32"] + near["swd_16"]) / 2)
    noise = RNG.uniform(-1, 1, size=real.shape)
    far = swd.score(real, noise, **FEW)
    assert far["swd_16"] > 2 * near["swd_16"]
    assert swd.score(real, noise, **FEW) == far


def test_it_wants_images_of_one_size():
    with pytest.raises(ValueError, match=r"`real_images` must be at least 16 pixels"):
        swd.score(np.zeros((2, 8, 8, 1)), np.zeros((2, 8, 8, 1)))
    with pytest.raises(ValueError, match="`real_images` and `fake_images` must have"):
        swd.score(pictures(2), pictures(2, 64))
