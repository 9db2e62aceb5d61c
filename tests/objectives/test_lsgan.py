"""One step of equations 9 and 8 of Mao et al. (2017), by hand."""

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.toys import scalar_networks
from tfgan_zoo.objectives import LSGAN

RATE = 0.1


@pytest.mark.parametrize(("a", "b", "c"), [(0.0, 1.0, 1.0), (-1.0, 1.0, 0.0)])
def test_one_step_by_hand(a, b, c):
    w, bias = 0.7, -0.4
    x = np.array([[1.0], [2.0], [-0.5]], np.float32)
    labels = {"fake_label": a, "real_label": b, "target": c} if c == 0 else {}
    gan = LSGAN(*scalar_networks(w, bias), **labels)
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    gan.train_step(x)

    w = w - RATE * (np.mean((w * x - b) * x) + (w * bias - a) * bias)
    bias = bias - RATE * (w * bias - c) * w
    assert_allclose(gan.discriminator.get_weights()[0], [[w]], atol=1e-6)
    assert_allclose(gan.generator.get_weights()[0], [bias], atol=1e-6)
