"""The layers that DCGAN's strided convolutions took the place of."""

import keras
import numpy as np
from numpy.testing import assert_allclose

from tfgan_zoo.networks import pooling

OPTIONS = {"kernel_size": 1, "strides": 2, "padding": "same", "use_bias": False}


def network(make):
    """One channel of 4x4 pixels to one, by a kernel of 1x1 with the weight -3."""
    images = keras.Input((4, 4, 1))
    made = keras.Model(images, make(1, **OPTIONS, kernel_initializer="ones")(images))
    made.set_weights([np.full((1, 1, 1, 1), -3.0)])
    return made


def test_the_largest_of_a_window_after_the_convolution_is_kept():
    pooled = network(pooling.max_pooled_convolution)
    image = np.arange(16.0).reshape(1, 4, 4, 1)
    # The weight is below zero: the largest are those of the least pixels.
    assert_allclose(pooled(image)[0, :, :, 0], [[0, -6], [-24, -30]])


def test_each_pixel_is_repeated_before_the_convolution():
    upsampled = network(pooling.upsampled_convolution)
    image = np.arange(16.0).reshape(1, 4, 4, 1)
    expected = -3 * image[0, :, :, 0].repeat(2, axis=0).repeat(2, axis=1)
    assert_allclose(upsampled(image)[0, :, :, 0], expected)
