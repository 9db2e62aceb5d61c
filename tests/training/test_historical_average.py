"""Section 3.3 of Salimans et al. (2016)."""

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tests import toys
from tfgan_zoo.callbacks import Checkpoints
from tfgan_zoo.objectives import GAN, HingeGAN
from tfgan_zoo.training import HistoricalAverage


def with_memory(weight=1.0):
    gan = GAN(*toys.point_networks(), seed=7)
    adam = [keras.optimizers.Adam(1e-2) for _ in range(2)]
    gan.compile(*adam, historical_average=HistoricalAverage(weight))
    return gan


def test_two_steps_by_hand():
    rate, weight, w, b, x = 0.1, 0.3, 0.7, -0.4, np.array([[0.2], [0.6]], np.float32)
    gan = HingeGAN(*toys.scalar_networks(w, b))
    gan.compile(
        keras.optimizers.SGD(rate),
        keras.optimizers.SGD(rate),
        historical_average=HistoricalAverage(weight),
    )
    past_w, past_b = [], []
    for _ in range(3):
        gan.train_step(x)
        past_w.append(w)
        # All scores are within the margins.
        w = w - rate * (b - x.mean() + 2 * weight * (w - np.mean(past_w)))
        past_b.append(b)
        b = b - rate * (-w + 2 * weight * (b - np.mean(past_b)))
    assert_allclose(gan.discriminator.get_weights()[0], [[w]], atol=1e-6)
    assert_allclose(gan.generator.get_weights()[0], [b], atol=1e-6)


def test_the_memory_is_resumed_bit_by_bit(tmp_path):
    whole, first, second = with_memory(), with_memory(), with_memory()
    toys.fit(whole, toys.point_data(8), 6)
    toys.fit(first, toys.point_data(8), 4, callbacks=[Checkpoints(tmp_path)])
    step = Checkpoints(tmp_path).restore(second)
    toys.fit(second, toys.point_data(8, start_step=step), 2)
    for expected, actual in zip(toys.state(whole), toys.state(second), strict=True):
        assert_array_equal(actual, expected)


def test_two_replicas_remember_what_one_does(two_replicas):
    def build():
        gan = GAN(*toys.point_networks(), seed=7)
        sgd = [keras.optimizers.SGD(0.05) for _ in range(2)]
        gan.compile(*sgd, historical_average=HistoricalAverage(0.5))
        return gan

    for expected, actual in toys.on_one_device_and_on(two_replicas, build, 6):
        assert_allclose(actual, expected, atol=1e-5)


def test_a_heavy_memory_holds_the_weights_near_their_past():
    light, heavy = with_memory(0.0), with_memory(100.0)
    start = light.generator.get_weights()
    moved = []
    for gan in (light, heavy):
        toys.fit(gan, toys.point_data(8), 60)
        pairs = zip(start, gan.generator.get_weights(), strict=True)
        moved.append(sum(np.square(a - b).sum() for a, b in pairs))
    assert moved[1] < 0.5 * moved[0]


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="`weight` is at least 0"):
        HistoricalAverage(-1)


def test_regularizers_of_the_layers_are_part_of_the_loss():
    generator, critic = toys.scalar_networks(0.7, -0.4)
    critic.layers[-1].kernel.regularizer = keras.regularizers.L2(0.5)
    gan = HingeGAN(generator, critic)
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
    x = np.array([[0.2], [0.6]], np.float32)
    gan.train_discriminator(x, turn=0)
    w = 0.7 - 0.1 * (-0.4 - x.mean() + 2 * 0.5 * 0.7)
    assert_allclose(critic.get_weights()[0], [[w]], atol=1e-6)
