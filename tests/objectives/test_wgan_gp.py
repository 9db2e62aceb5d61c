"""One iteration of Algorithm 1 of Gulrajani et al. (2017), by hand."""

import keras
import numpy as np
import pytest
from keras import layers
from numpy.testing import assert_allclose

from tests import toys
from tests.toys import scalar_networks
from tfgan_zoo.layers import LayerNormalization
from tfgan_zoo.objectives import WGANGP

RATE = 0.01


@pytest.mark.parametrize("k", [1, 5])
def test_one_step_by_hand(k):
    w, b = 0.7, -0.4
    x = np.arange(2 * k, dtype=np.float32)[:, None] / k - 0.3
    gan = WGANGP(*scalar_networks(w, b), discriminator_steps=k)
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    gan.train_step(x)

    estimates = []
    for turn in range(k):
        mean = x[turn::k].mean()
        estimates.append(w * mean - w * b)
        # The slope of f(x) = w x is w wherever it is taken.
        w = w - RATE * (b - mean + 10 * 2 * (abs(w) - 1) * np.sign(w))
    b = b + RATE * w
    assert_allclose(gan.discriminator.get_weights()[0], [[w]], atol=1e-6)
    assert_allclose(gan.generator.get_weights()[0], [b], atol=1e-6)
    assert_allclose(gan.distance_meter.result(), np.mean(estimates), atol=1e-6)


def test_the_penalty_is_between_real_and_fake_under_the_condition_of_the_real():
    gan = toys.compiled(WGANGP)
    real = (np.ones((500, 2), np.float32), np.arange(500))
    fake = (np.zeros((500, 2), np.float32), np.zeros(500))
    points, condition = gan.between(real, fake)
    points = np.array(points)
    assert_allclose(points[:, 0], points[:, 1])  # One alpha for each example.
    assert_allclose([points.mean(), points.var()], [1 / 2, 1 / 12], atol=0.03)
    assert_allclose(condition, np.arange(500))


def test_a_critic_with_batch_normalisation_is_refused():
    generator, _ = toys.point_networks()
    inner = keras.Sequential([keras.Input((2,)), layers.BatchNormalization(name="bn7")])
    critic = keras.Sequential([keras.Input((2,)), inner, layers.Dense(1)])
    with pytest.raises(ValueError, match=r"'bn7'.*LayerNormalization"):
        WGANGP(generator, critic)
    critic = keras.Sequential([keras.Input((2,)), LayerNormalization()])
    WGANGP(generator, critic)
