import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from tfgan_zoo.layers import MinibatchDiscrimination

FEATURES = np.random.default_rng(0).normal(size=(5, 4))


def by_hand(features, kernel):
    matrices = np.einsum("ia,akc->ikc", features, kernel)
    closeness = np.zeros((len(features), kernel.shape[1]))
    for i, mine in enumerate(matrices):
        for theirs in matrices:
            closeness[i] += np.exp(-np.abs(mine - theirs).sum(axis=-1))
    return np.concatenate([features, closeness], axis=1)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_is_the_sum_of_the_paper(dtype):
    layer = MinibatchDiscrimination(3, 2, dtype=dtype)
    outputs = layer(FEATURES)
    assert outputs.dtype == dtype
    assert_allclose(outputs, by_hand(FEATURES, np.array(layer.kernel)), rtol=1e-5)


def test_equal_examples_count_the_minibatch_and_far_ones_themselves():
    layer = MinibatchDiscrimination(3, 2, kernel_initializer="ones")
    assert_allclose(layer(np.ones((5, 4)))[:, 4:], 5, rtol=1e-6)
    assert_allclose(layer(100.0 * np.arange(5)[:, None] + np.zeros((5, 4)))[:, 4:], 1)


def test_the_kernel_is_drawn_as_a_matrix():
    drawn = keras.initializers.GlorotUniform(seed=1)((40, 30))
    layer = MinibatchDiscrimination(
        10, 3, kernel_initializer=keras.initializers.GlorotUniform(seed=1)
    )
    layer.build((None, 40))
    assert_allclose(layer.kernel, np.reshape(drawn, (40, 10, 3)))


def test_it_wants_features():
    with pytest.raises(ValueError, match=r"features \[B, A\]; flatten .*4, 4, 2"):
        MinibatchDiscrimination(3, 2).build((None, 4, 4, 2))
