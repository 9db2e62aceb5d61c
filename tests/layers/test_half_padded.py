"""The transposed convolution with half padding, beside the convolution it undoes."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import HalfPaddedConv2DTranspose

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize(("size", "stride"), [(5, 2), (3, 1), (3, 2), (7, 3)])
def test_it_is_the_gradient_of_a_convolution_of_images_padded_by_a_half(size, stride):
    x = RANDOM.normal(size=(2, 3, 4, 2)).astype(np.float32)
    layer = HalfPaddedConv2DTranspose(6, size, stride)
    y = layer(x)
    assert y.shape == layer.compute_output_shape(x.shape)
    assert y.shape == (2, 3 * stride, 4 * stride, 6)

    images = tf.zeros(y.shape)
    half = size // 2
    pads = [[0, 0], [half, half], [half, half], [0, 0]]
    with tf.GradientTape() as tape:
        tape.watch(images)
        padded = tf.pad(images, pads)
        z = tf.nn.conv2d(padded, layer.kernel.value, stride, "VALID")
    assert z.shape == x.shape
    assert_allclose(y, tape.gradient(z, images, output_gradients=x), atol=1e-5)


def test_one_pixel_is_spread_evenly_to_all_sides():
    x = np.zeros((1, 3, 3, 1), np.float32)
    x[0, 1, 1] = 1
    layer = HalfPaddedConv2DTranspose(1, kernel_initializer="ones")
    spread = np.array(layer(x))[0, :, :, 0]
    rows = np.flatnonzero(spread.any(axis=1))  # About the position 2 x 1.
    assert_array_equal(rows, [0, 1, 2, 3, 4])
    assert_array_equal(np.flatnonzero(spread.any(axis=0)), rows)


def test_images_of_any_size_pass():
    end = keras.Input((None, None, 2))
    network = keras.Model(end, HalfPaddedConv2DTranspose(3)(end))
    assert network.output.shape == (None, None, None, 3)
    assert network(np.zeros((1, 3, 5, 2))).shape == (1, 6, 10, 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kernel_size": 2}, "at least 2 strides - 1"),
        ({"padding": "same"}, "leave `padding`"),
        ({"data_format": "channels_first"}, "leave `padding`"),
    ],
)
def test_what_it_cannot_be_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        HalfPaddedConv2DTranspose(3, **arguments)
