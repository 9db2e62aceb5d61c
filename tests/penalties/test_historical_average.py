import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose

from tfgan_zoo.penalties.historical_average import historical_average


def test_it_is_the_squared_distance_of_all_weights():
    weights = [tf.constant([1.0, 2.0]), tf.constant([[3.0]])]
    means = [tf.constant([0.0, 4.0]), tf.constant([[2.5]])]
    assert_allclose(historical_average(weights, means), 1 + 4 + 0.25)


def test_the_means_are_constants():
    weight, mean = keras.Variable([1.0, 2.0]), keras.Variable([0.0, 4.0])
    with tf.GradientTape() as tape:
        loss = historical_average([weight], [mean])
    slopes = tape.gradient(loss, [weight.value, mean.value])
    assert_allclose(slopes[0], 2 * np.array([1.0, -2.0]))
    assert slopes[1] is None


def test_every_weight_needs_its_mean():
    with pytest.raises(ValueError, match="shorter"):
        historical_average([tf.constant(1.0)], [])
