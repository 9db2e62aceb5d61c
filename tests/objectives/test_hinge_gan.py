"""One step of equations 21 and 22 of Lim and Ye (2017), by hand."""

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.toys import scalar_networks
from tfgan_zoo.objectives import HingeGAN

RATE = 0.1


@pytest.mark.parametrize("b", [-0.4, -3.0])
def test_one_step_by_hand(b):
    w = 0.7
    x = np.array([[1.0], [2.0], [-0.5]], np.float32)  # The second is beyond the margin.
    gan = HingeGAN(*scalar_networks(w, b))
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    gan.train_step(x)

    w = w - RATE * (np.mean(-x * (w * x < 1)) + b * (w * b > -1))
    b = b + RATE * w
    assert_allclose(gan.discriminator.get_weights()[0], [[w]], atol=1e-6)
    assert_allclose(gan.generator.get_weights()[0], [b], atol=1e-6)
