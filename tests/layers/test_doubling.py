"""Doubling is Keras's transposed convolution, however it is computed."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose

from tfgan_zoo.layers import DoublingConv2DTranspose

SAME = {"kernel_size": 4, "strides": 2, "padding": "same"}


def pair(channels, filters=5, **options):
    layers = (
        DoublingConv2DTranspose(filters, **options),
        keras.layers.Conv2DTranspose(filters, **{**SAME, **options}),
    )
    random = np.random.default_rng(0)
    for layer in layers:
        layer.build((None, None, None, channels))
    weights = [random.normal(size=w.shape) for w in layers[0].weights]
    for layer in layers:
        layer.set_weights(weights)
    return layers


def convolutions(layer, x):
    graph = tf.function(layer).get_concrete_function(x).graph
    return [op.type for op in graph.get_operations() if "Conv2D" in op.type]


def examples(*shape):
    return tf.constant(np.random.default_rng(1).normal(size=shape), tf.float32)


def values_and_derivatives(layer, x):
    """Outputs, gradients, and gradients of the slope along the inputs."""
    weights = layer.trainable_variables
    with tf.GradientTape() as outer:
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(x)
            y = layer(x)
            loss = tf.reduce_sum(tf.sin(y))
        slope = tape.gradient(loss, x)
        steepness = tf.reduce_mean(slope**2)
    return [
        y,
        slope,
        *tape.gradient(loss, weights),
        outer.gradient(steepness, layer.kernel.value),
    ]


OPTIONS = pytest.mark.parametrize(
    "options",
    [{}, {"use_bias": False}, {"activation": "tanh"}],
    ids=["bias", "no bias", "tanh"],
)


@pytest.mark.parametrize(
    "shape", [(1, 1, 1, 7), (1, 2, 2, 3), (2, 4, 3, 3), (1, 8, 8, 1)]
)
@OPTIONS
def test_few_positions_are_a_product_with_keras_own_numbers(shape, options):
    ours, keras_own = pair(shape[-1], **options)
    x = examples(*shape)
    assert not convolutions(ours, x)
    results = [values_and_derivatives(layer, x) for layer in (ours, keras_own)]
    for one, other in zip(*results, strict=True):
        assert_allclose(one, other, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("shape", "filters"),
    [((2, 7, 5, 16), 1), ((1, 1, 1, 50), 3), ((3, 4, 8, 32), 2), ((1, 9, 1, 16), 1)],
)
@OPTIONS
def test_few_filters_are_a_product_with_keras_own_numbers(shape, filters, options):
    ours, keras_own = pair(shape[-1], filters, **options)
    x = examples(*shape)
    assert convolutions(ours, x) == ["Conv2D"] * 2
    assert convolutions(keras_own, x) == ["Conv2DBackpropInput"]
    results = [values_and_derivatives(layer, x) for layer in (ours, keras_own)]
    for one, other in zip(*results, strict=True):
        assert_allclose(one, other, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("dtype", ["float64", "bfloat16", "mixed_bfloat16"])
def test_few_filters_in_other_precisions(dtype):
    ours, keras_own = pair(32, 2, dtype=dtype)
    x = examples(2, 8, 8, 32)
    one, other = (tf.cast(layer(x), "float64") for layer in (ours, keras_own))
    assert ours(x).dtype == keras_own(x).dtype
    tolerance = 1e-9 if dtype == "float64" else 0.2  # Of about 20.
    assert_allclose(one, other, rtol=tolerance, atol=tolerance)


def test_few_filters_at_any_size():
    ours, keras_own = pair(48, 3)
    infer = tf.function(ours, input_signature=[tf.TensorSpec((None, None, None, 48))])
    for shape in ((1, 4, 4, 48), (3, 2, 6, 48)):
        x = examples(*shape)
        assert_allclose(infer(x), keras_own(x), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("shape", "options"),
    [
        ((2, 8, 8, 2), {}),  # More positions.
        ((1, 4, 4, 2), {"kernel_size": 3}),
        ((1, 4, 4, 2), {"strides": 1}),
        ((1, 4, 4, 2), {"padding": "valid"}),
    ],
)
def test_all_else_is_left_to_keras(shape, options):
    ours, keras_own = pair(shape[-1], **options)
    x = examples(*shape)
    assert convolutions(ours, x)
    assert_allclose(ours(x), keras_own(x), rtol=1e-5, atol=1e-5)


def test_a_batch_of_unknown_size_is_left_to_keras():
    ours, _ = pair(2)
    assert convolutions(ours, tf.TensorSpec((None, 4, 4, 2)))


def test_beside_a_gpu_it_is_keras_own_operation(monkeypatch):
    monkeypatch.setattr(tf.config, "get_visible_devices", lambda kind=None: ["GPU:0"])
    ours, _ = pair(32, filters=2)
    # Few filters and few positions: on a processor, products in the place of it.
    assert convolutions(ours, examples(1, 2, 2, 32)) == ["Conv2DBackpropInput"]
