from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import SpectralNormalization

RECORDED = np.load(Path(__file__).parents[1] / "tensorflow_addons.npz")
RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(3, 5, 5, 3)).astype(np.float32)
MAKERS = {
    "dense": lambda **kwargs: keras.layers.Dense(4, **kwargs),
    "conv": lambda **kwargs: keras.layers.Conv2D(4, 2, **kwargs),
    "transpose": lambda **kwargs: keras.layers.Conv2DTranspose(4, 3, **kwargs),
}
every_kind = pytest.mark.parametrize("kind", MAKERS)


def matrix(kind, kernel):
    """The kernel as a matrix [out, rest]."""
    kernel = np.array(kernel, np.float64)
    axis = -2 if kind == "transpose" else -1
    return np.moveaxis(kernel, axis, 0).reshape(kernel.shape[axis], -1)


def built(kind, **kwargs):
    layer = SpectralNormalization(MAKERS[kind](), **kwargs)
    layer.build(X.shape)
    return layer


def bare(kind, layer, sigma):
    """The wrapped layer with its kernel divided by `sigma`."""
    copy = MAKERS[kind]()
    copy.build(X.shape)
    copy.set_weights([np.array(layer.layer.kernel) / sigma, layer.layer.bias])
    return copy


def step(w, u):
    v = w.T @ u / np.linalg.norm(w.T @ u)
    u = w @ v / np.linalg.norm(w @ v)
    return u, u @ w @ v


@every_kind
@pytest.mark.parametrize("power_iterations", [1, 3])
def test_a_training_call_is_algorithm_1(kind, power_iterations):
    layer = built(kind, power_iterations=power_iterations)
    u = RANDOM.normal(size=4)
    layer.u.assign(u)
    for _ in range(power_iterations):
        u, sigma = step(matrix(kind, layer.layer.kernel), u)
    outputs = layer(X, training=True)
    assert_allclose(layer.u, u, atol=1e-5)
    assert_allclose(outputs, bare(kind, layer, sigma)(X), atol=1e-5)


@every_kind
@pytest.mark.parametrize("training", [False, True])
def test_the_effective_kernel_has_norm_one_from_the_first_call(kind, training):
    layer = built(kind)
    sigma = np.linalg.svd(matrix(kind, layer.layer.kernel))[1][0]
    expected = bare(kind, layer, sigma)(X)
    assert_allclose(layer(X, training=training), expected, rtol=0.02, atol=0.02)
    layer.power_iterations = 100
    layer(X, training=True)
    outputs = layer(X, training=training)
    assert_allclose(outputs, expected, rtol=1e-4, atol=1e-5)


@every_kind
def test_a_call_changes_nothing_but_u_and_that_in_training(kind):
    layer = built(kind)
    layer.u.assign(RANDOM.normal(size=4))
    before = [np.array(w) for w in layer.weights]
    layer(X)
    for old, weight in zip(before, layer.weights, strict=True):
        assert_array_equal(old, weight)
    layer(X, training=True)
    for old, weight in zip(before, layer.weights, strict=True):
        assert np.array_equal(old, weight) == (weight.name != "u")


def test_u_is_saved_and_not_trained():
    layer = built("conv")
    assert [w.name for w in layer.non_trainable_weights] == ["u"]
    assert sorted(w.name for w in layer.trainable_weights) == ["bias", "kernel"]


def test_gradients_flow_through_sigma():
    # W / sigma(W) does not change along W, so the gradient is orthogonal to it.
    dense = keras.layers.Dense(4, dtype="float64")
    layer = SpectralNormalization(dense, power_iterations=200)
    x = RANDOM.normal(size=(6, 5))
    layer(x, training=True)
    kernel = layer.layer.kernel
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.tanh(layer(x, training=True)))
    slope = tape.gradient(loss, kernel.value)
    assert np.linalg.norm(slope) > 0.1
    cosine = np.sum(slope * kernel) / np.linalg.norm(slope) / np.linalg.norm(kernel)
    assert_allclose(cosine, 0, atol=1e-8)


@pytest.mark.parametrize("kind", ["dense", "conv"])
def test_sigma_is_that_of_tensorflow_addons(kind):
    layer = SpectralNormalization(MAKERS[kind]())
    inputs = RECORDED[f"{kind}_inputs"]
    layer.build(inputs.shape)
    layer.layer.set_weights([RECORDED[f"{kind}_{n}"] for n in ("kernel", "bias")])
    layer.u.assign(RECORDED[f"{kind}_u"])
    outputs = layer(inputs, training=True)
    assert_allclose(outputs, RECORDED[f"{kind}_spectral_norm"], rtol=1e-4, atol=1e-5)
    assert_allclose(layer.u, RECORDED[f"{kind}_next_u"], rtol=1e-4)


def test_the_norm_is_taken_of_the_whole_kernel_in_half_precision():
    layer = SpectralNormalization(keras.layers.Dense(4, dtype="mixed_bfloat16"))
    layer.build((None, 5))
    assert layer.compute_dtype == "bfloat16"
    assert layer.matrix().dtype == tf.float32
    seen = []
    layer.call_with = lambda kernel, inputs: seen.append(kernel)
    layer(np.ones((2, 5)))
    sigma = np.linalg.svd(np.array(seen[0]))[1][0]
    assert_allclose(sigma, 1, atol=2e-4)


def test_a_kernel_of_zeros_stays_finite():
    layer = SpectralNormalization(keras.layers.Dense(4, kernel_initializer="zeros"))
    assert_array_equal(layer(X, training=True), np.zeros((3, 5, 5, 4)))


def test_no_iterations_are_refused():
    with pytest.raises(ValueError, match="`power_iterations` is at least 1"):
        SpectralNormalization(keras.layers.Dense(4), power_iterations=0)
