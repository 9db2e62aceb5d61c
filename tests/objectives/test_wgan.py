"""One step of Algorithm 1 of Arjovsky et al. (2017), by hand."""

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.toys import scalar_networks
from tfgan_zoo.objectives import WGAN


def test_one_step_by_hand():
    rate, clip, w, b = 0.01, 0.05, 0.03, -0.4
    batch = np.arange(10, dtype=np.float32).reshape(10, 1) / 4 - 1
    gan = WGAN(*scalar_networks(w, b), clip=clip)
    gan.compile(keras.optimizers.SGD(rate), keras.optimizers.SGD(rate))
    gan.train_step(batch)

    estimates, clipped = [], 0
    for turn in range(5):  # n_critic, each on two fresh examples.
        x = np.mean(batch[turn::5])
        estimates.append(w * x - w * b)
        w = w + rate * (x - b)
        clipped += abs(w) > clip
        w = np.clip(w, -clip, clip)
    b = b + rate * w
    assert 0 < clipped < 5, "the example should clip at some steps and not at others"
    assert_allclose(gan.discriminator.get_weights()[0], [[w]], atol=1e-6)
    assert_allclose(gan.generator.get_weights()[0], [b], atol=1e-6)
    assert_allclose(gan.distance_meter.result(), np.mean(estimates), atol=1e-6)


def test_first_step_of_rmsprop_is_the_one_the_recipe_describes():
    # Keras: v = 0.1 g^2, step = rate g / (sqrt(v) + 1e-7) = rate / sqrt(0.1).
    w, b, x, rate = 0.002, 0.5, 1.6, 5e-5
    gan = WGAN(*scalar_networks(w, b), discriminator_steps=1)
    gan.compile(keras.optimizers.RMSprop(rate), keras.optimizers.RMSprop(rate))
    gan.train_step(np.array([[x]], np.float32))
    expected = w + rate / np.sqrt(0.1)
    assert_allclose(gan.discriminator.get_weights()[0], [[expected]], atol=1e-8)


def test_every_weight_of_the_critic_is_clipped_after_each_update():
    gan = WGAN(*scalar_networks(3.0, 0.0))
    gan.compile(keras.optimizers.SGD(0.0), keras.optimizers.SGD(0.0))
    gan.train_discriminator(np.ones((4, 1), np.float32), turn=0)
    assert_allclose(gan.discriminator.get_weights()[0], [[0.01]], rtol=1e-6)


def test_a_clip_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match="`clip` is positive"):
        WGAN(*scalar_networks(1, 1), clip=0)
