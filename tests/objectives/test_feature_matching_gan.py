"""One step of section 3.1 of Salimans et al. (2016), by hand."""

import keras
import numpy as np
import pytest
from keras import layers
from numpy.testing import assert_allclose

from tests import toys
from tests.toys import scalar_networks
from tfgan_zoo.objectives import FeatureMatchingGAN

RATE = 0.1


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_one_step_by_hand():
    v, w, b = 1.3, 0.7, -0.4  # The feature is v x, the logit w v x.
    x = np.array([[1.0], [2.0], [-0.5]], np.float32)
    generator, _ = scalar_networks(w, b)
    points = keras.Input((1,))
    feature = layers.Dense(1, use_bias=False, name="features")(points)
    logit = layers.Dense(1, use_bias=False)(feature)
    discriminator = keras.Model(points, logit)
    discriminator.set_weights([np.array([[v]]), np.array([[w]])])
    gan = FeatureMatchingGAN(generator, discriminator)
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    gan.train_step(x)

    slope = np.mean(-x * sigmoid(-w * v * x)) + b * sigmoid(w * v * b)
    v, w = v - RATE * w * slope, w - RATE * v * slope
    b = b + RATE * 2 * v**2 * (x.mean() - b)
    assert_allclose(discriminator.get_weights(), [[[v]], [[w]]], atol=1e-6)
    assert_allclose(generator.get_weights()[0], [b], atol=1e-6)


def test_a_discriminator_without_features_is_refused():
    with pytest.raises(ValueError, match=r"a layer named 'features'.*Received layers"):
        FeatureMatchingGAN(*scalar_networks(1, 1))


def test_label_smoothing_comes_along():
    networks = toys.point_networks()
    assert FeatureMatchingGAN(*networks, real_label=0.9).real_label == 0.9
