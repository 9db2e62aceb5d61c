from pathlib import Path

import keras
import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import Maxout


def test_maxout_by_hand():
    layer = Maxout(2, 3)
    layer.build((None, 2))
    kernel = np.arange(12.0).reshape(2, 6) - 5
    bias = np.array([0, 1, 2, 3, 4, 5.0])
    layer.set_weights([kernel, bias])
    x = np.array([[1.0, -2.0], [0.5, 3.0]])
    pieces = (x @ kernel + bias).reshape(2, 3, 2)  # [B, pieces, units]
    assert_allclose(layer(x), pieces.max(axis=1), rtol=1e-6)


def test_every_position_is_one_of_its_own():
    layer = Maxout(3, 2)
    x = np.random.default_rng(0).normal(size=(2, 5, 6, 4)).astype(np.float32)
    assert layer(x).shape == layer.compute_output_shape(x.shape) == (2, 5, 6, 3)
    assert_allclose(layer(x)[1, 2], layer(x[1, 2]), rtol=1e-6)


def test_the_pieces_are_those_of_tensorflow_addons():
    recorded = np.load(Path(__file__).parents[1] / "tensorflow_addons.npz")
    layer = Maxout(4, 3)
    layer.build((None, 12))
    layer.set_weights([np.eye(12), np.zeros(12)])
    assert_array_equal(layer(recorded["maxout_linear"]), recorded["maxout"])


def test_maxout_survives_its_config():
    layer = Maxout(2, 3, kernel_initializer="he_normal", name="m")
    copy = Maxout.from_config(layer.get_config())
    assert copy.get_config() == layer.get_config()
    assert isinstance(copy.kernel_initializer, keras.initializers.HeNormal)
