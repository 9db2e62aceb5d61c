import numpy as np
import pytest
from numpy.testing import assert_allclose

from tfgan_zoo.losses import minimax


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_discriminator_loss_is_the_negative_value_of_the_game():
    real, fake = np.array([0.5, -1.0, 2.0]), np.array([0.3, -0.7])
    value = np.mean(np.log(sigmoid(real))) + np.mean(np.log(1 - sigmoid(fake)))
    assert_allclose(minimax.discriminator_loss(real, fake), -value, rtol=1e-6)


def test_label_smoothing_acts_on_the_real_side_alone():
    real, fake = np.array([0.5, -1.0]), np.array([0.3, -0.7])
    t = 0.9
    smoothed = t * np.log(sigmoid(real)) + (1 - t) * np.log(1 - sigmoid(real))
    expected = -np.mean(smoothed) - np.mean(np.log(1 - sigmoid(fake)))
    actual = minimax.discriminator_loss(real, fake, real_label=t)
    assert_allclose(actual, expected, rtol=1e-6)


@pytest.mark.parametrize("saturating", [False, True])
def test_generator_loss(saturating):
    fake = np.array([0.3, -0.7, 4.0])
    d = sigmoid(fake)
    expected = np.mean(np.log(1 - d)) if saturating else -np.mean(np.log(d))
    actual = minimax.generator_loss(fake, saturating=saturating)
    assert_allclose(actual, expected, rtol=1e-5)


def test_losses_are_finite_where_the_discriminator_is_sure():
    sure = np.float32([-1e4, 1e4])
    assert np.isfinite(minimax.discriminator_loss(sure, sure))
    assert np.isfinite(minimax.generator_loss(sure))
    assert np.isfinite(minimax.generator_loss(sure, saturating=True))


@pytest.mark.parametrize("seed", range(5))
def test_value_at_the_optimal_discriminator_is_twice_jsd_minus_log_four(seed):
    # Laws on 6 atoms with probabilities in 64ths, written out as 64 examples.
    random = np.random.default_rng(seed)
    p, q = random.multinomial(58, np.ones(6) / 6, size=2) + 1  # No atom is empty.
    logits = np.log(p / q)  # D* = p / (p + q) = sigmoid(log p/q).
    value = -minimax.discriminator_loss(np.repeat(logits, p), np.repeat(logits, q))
    p, q = p / 64, q / 64
    m = (p + q) / 2
    jsd = (np.sum(p * np.log(p / m)) + np.sum(q * np.log(q / m))) / 2
    assert_allclose(value, 2 * jsd - np.log(4), rtol=1e-5)
