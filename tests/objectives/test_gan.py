"""One step of Algorithm 1 of Goodfellow et al. (2014), by hand."""

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.toys import scalar_networks
from tfgan_zoo.objectives import GAN

RATE = 0.1


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def descend(w, b, x):
    """One step of D on -log s(w x) - log(1 - s(w b)), s the sigmoid."""
    return w - RATE * (np.mean(-x * sigmoid(-w * x)) + b * sigmoid(w * b))


@pytest.mark.parametrize("saturating", [False, True])
@pytest.mark.parametrize("k", [1, 2])
def test_one_step_by_hand(saturating, k):
    w, b = 0.7, -0.4
    batch = np.array([[1.0], [2.0], [-0.5], [0.25]], np.float32)
    gan = GAN(*scalar_networks(w, b), saturating=saturating, discriminator_steps=k)
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    gan.train_step(batch)

    for turn in range(k):
        w = descend(w, b, batch[turn::k])
    # -log s(w b) falls by its slope -w s(-w b); log(1 - s(w b)) by -w s(w b).
    b = b + RATE * w * sigmoid(w * b if saturating else -w * b)
    assert_allclose(gan.discriminator.get_weights()[0], [[w]], atol=1e-6)
    assert_allclose(gan.generator.get_weights()[0], [b], atol=1e-6)
    assert int(gan.step) == 1


def test_label_smoothing_by_hand():
    w, b, x, t = 0.7, -0.4, 1.5, 0.9
    gan = GAN(*scalar_networks(w, b), real_label=t)
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    gan.train_discriminator(np.array([[x]], np.float32), turn=0)
    slope = -t * x * sigmoid(-w * x) + (1 - t) * x * sigmoid(w * x) + b * sigmoid(w * b)
    assert_allclose(gan.discriminator.get_weights()[0], [[w - RATE * slope]], atol=1e-6)


@pytest.mark.parametrize("real_label", [0, -0.1, 1.1])
def test_a_target_outside_of_zero_and_one_is_refused(real_label):
    with pytest.raises(ValueError, match=r"`real_label` is in \(0, 1\]"):
        GAN(*scalar_networks(1, 1), real_label=real_label)
