from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose

from tfgan_zoo.layers import InstanceNormalization, LayerNormalization

X = np.random.default_rng(0).normal(1, 2, size=(3, 4, 5, 2))
GAMMA, BETA = np.array([1.5, -0.5]), np.array([0.2, 3.0])


def by_hand(x, axes, epsilon=1e-5):
    mean = x.mean(axis=axes, keepdims=True)
    variance = ((x - mean) ** 2).mean(axis=axes, keepdims=True)
    return GAMMA * (x - mean) / np.sqrt(variance + epsilon) + BETA


def norm(kind, **kwargs):
    layer = kind(**kwargs)
    layer.build(X.shape)
    layer.set_weights([GAMMA, BETA])
    return layer


@pytest.mark.parametrize("epsilon", [1e-5, 0.1])
def test_instance_norm_is_over_space(epsilon):
    outputs = norm(InstanceNormalization, epsilon=epsilon)(X)
    assert_allclose(outputs, by_hand(X, (1, 2), epsilon), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("epsilon", [1e-5, 0.1])
def test_layer_norm_is_over_space_and_channels(epsilon):
    outputs = norm(LayerNormalization, epsilon=epsilon)(X)
    assert_allclose(outputs, by_hand(X, (1, 2, 3), epsilon), rtol=1e-4, atol=1e-5)


def test_layer_norm_of_features_is_over_the_features():
    outputs = norm(LayerNormalization)(X[:, 0, 0])
    assert_allclose(outputs, by_hand(X[:, 0, 0], (1,)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("kind", [InstanceNormalization, LayerNormalization])
def test_it_is_exact_in_double_precision(kind):
    axes = (1, 2) if kind is InstanceNormalization else (1, 2, 3)
    assert_allclose(norm(kind, dtype="float64")(X), by_hand(X, axes), rtol=1e-10)


@pytest.mark.parametrize("kind", [InstanceNormalization, LayerNormalization])
def test_half_precision_is_normalised_in_single(kind):
    # In float16 itself, the squares would be infinite.
    layer = norm(kind, dtype="mixed_float16")
    outputs = np.array(layer(1000 * X), np.float64)
    axes = (1, 2) if kind is InstanceNormalization else (1, 2, 3)
    assert_allclose(outputs, by_hand(1000 * X, axes), rtol=0.01, atol=0.01)


def test_instance_norm_is_that_of_tensorflow_addons():
    recorded = np.load(Path(__file__).parents[1] / "tensorflow_addons.npz")
    layer = InstanceNormalization()
    layer.build(recorded["images"].shape)
    layer.set_weights([recorded["gamma"], recorded["beta"]])
    outputs = layer(recorded["images"])
    assert_allclose(outputs, recorded["instance_norm"], rtol=1e-5, atol=1e-5)


def test_gain_and_bias_can_be_left_out():
    layer = InstanceNormalization(center=False, scale=False)
    outputs = np.array(layer(X))
    assert not layer.weights
    assert_allclose(outputs.mean(axis=(1, 2)), 0, atol=1e-5)
    assert_allclose(outputs.var(axis=(1, 2)), 1, rtol=1e-4)


def test_instance_norm_wants_space():
    with pytest.raises(ValueError, match=r"\[B, ..., C\]\. Received shape: \(None, 5"):
        InstanceNormalization().build((None, 5))


@pytest.mark.parametrize("options", [{}, {"scale": False}, {"center": False}])
def test_one_example_alone_is_normalised_as_among_others(options):
    layer = InstanceNormalization(**options)
    layer.build((None, 4, 5, 3))
    random = np.random.default_rng(0)
    layer.set_weights([random.uniform(0.5, 2, size=w.shape) for w in layer.weights])
    x = tf.constant(random.normal(3, 2, size=(2, 4, 5, 3)), tf.float32)

    def first(x):
        """What becomes of the first example, and the slope of a loss of it."""
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x)[:1]
            loss = tf.reduce_sum(tf.sin(y) * tf.range(3.0))
        return y, tape.gradient(loss, x)[:1]

    for alone, among in zip(first(x[:1]), first(x), strict=True):
        assert_allclose(alone, among, rtol=1e-4, atol=1e-5)
