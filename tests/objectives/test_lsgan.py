"""One step of equation 9 of Mao et al. (2017), by hand."""

import keras
import numpy as np
from numpy.testing import assert_allclose

from tests.players import scalar_players
from tfgan_zoo.objectives import LSGAN

RATE = 0.1


def test_one_step_by_hand():
    w, b = 0.7, -0.4
    x = np.array([[1.0], [2.0], [-0.5]], np.float32)
    gan = LSGAN(*scalar_players(w, b))
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    gan.train_step(x)

    w = w - RATE * (np.mean((w * x - 1) * x) + w * b * b)
    b = b - RATE * (w * b - 1) * w
    assert_allclose(gan.discriminator.get_weights()[0], [[w]], atol=1e-6)
    assert_allclose(gan.generator.get_weights()[0], [b], atol=1e-6)
