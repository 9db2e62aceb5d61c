import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose

from tfgan_zoo.metrics import ms_ssim

RNG = np.random.default_rng(0)


def pictures(count, size, channels=1, noise=0.3):
    coarse = RNG.uniform(-0.7, 0.7, size=(count, 4, 4, channels))
    smooth = tf.image.resize(coarse, (size, size), "bicubic").numpy()
    noisy = smooth + RNG.normal(0, noise, size=smooth.shape)
    return np.clip(noisy, -1, 1).astype("float32")


@pytest.mark.parametrize(("size", "channels"), [(176, 1), (176, 3), (40, 1)])
def test_it_agrees_with_tensorflow(size, channels):
    x = pictures(4, size, channels)
    y = np.clip(x + RNG.normal(0, 0.4, size=x.shape), -1, 1).astype("float32")
    factors = {}  # By default, the paper's five.
    if ms_ssim.scales(size) < 5:
        weights = np.array(ms_ssim.WEIGHTS[: ms_ssim.scales(size)])
        factors = {"power_factors": weights / weights.sum()}
    expected = tf.image.ssim_multiscale((x + 1) / 2, (y + 1) / 2, max_val=1, **factors)
    assert_allclose(ms_ssim.ms_ssim(x, y), expected, rtol=2e-5)


def test_scales_are_those_with_room_for_the_window():
    assert [ms_ssim.scales(size) for size in (8, 11, 32, 64, 128, 176, 512)] == [
        *(0, 1, 2, 3, 4, 5, 5)
    ]


def test_equal_images_are_alike_and_others_are_not():
    x = pictures(6, 32)
    assert_allclose(ms_ssim.ms_ssim(x, x), 1)
    assert (ms_ssim.ms_ssim(x, -x) < 0.5).all()
    assert_allclose(ms_ssim.ms_ssim(x, x[::-1]), ms_ssim.ms_ssim(x[::-1], x))


def test_a_collapsed_generator_has_no_variety():
    varied, one = pictures(20, 32), pictures(1, 32, noise=0.0)
    collapsed = np.clip(one + RNG.normal(0, 0.02, (20, 32, 32, 1)), -1, 1)
    assert ms_ssim.score(collapsed, pairs=50).value > 0.9
    assert ms_ssim.score(varied, pairs=50).value < 0.4


def test_no_image_is_its_own_pair():
    two = np.stack([np.full((16, 16, 1), -1.0), np.full((16, 16, 1), 1.0)])
    alone = ms_ssim.ms_ssim(two[:1], two[1:])[0]
    score = ms_ssim.score(two, pairs=40)
    assert_allclose([score["ms_ssim"], score["ms_ssim_std"]], [alone, 0], atol=1e-12)


def test_errors_are_in_words():
    small, large = pictures(3, 8), pictures(3, 16)
    with pytest.raises(ValueError, match=r"at least 11 pixels.*\(8, 8\)"):
        ms_ssim.score(small)
    with pytest.raises(ValueError, match="at least 2 images"):
        ms_ssim.score(large[:1])
    with pytest.raises(ValueError, match="`x` and `y` must be pairs"):
        ms_ssim.ms_ssim(large, large[:2])
    with pytest.raises(ValueError, match="`x` and `y` must have the same size"):
        ms_ssim.ms_ssim(small, large)
    with pytest.raises(ValueError, match=r"floats in \[-1, 1\] or uint8"):
        ms_ssim.score(np.int32(large))
    with pytest.raises(ValueError, match=r"must be in \[-1, 1\].*255"):
        ms_ssim.score(np.full((2, 16, 16, 1), 255.0))
