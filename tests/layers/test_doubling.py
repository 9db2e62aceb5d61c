"""Doubling is Keras's transposed convolution, however it is computed."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose

from tfgan_zoo.layers import DoublingConv2DTranspose

SAME = {"kernel_size": 4, "strides": 2, "padding": "same"}


def pair(channels, **options):
    layers = (
        DoublingConv2DTranspose(5, **options),
        keras.layers.Conv2DTranspose(5, **{**SAME, **options}),
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


@pytest.mark.parametrize(
    "shape", [(1, 1, 1, 7), (1, 2, 2, 3), (2, 4, 3, 3), (1, 8, 8, 1)]
)
@pytest.mark.parametrize(
    "options",
    [{}, {"use_bias": False}, {"activation": "tanh"}],
    ids=["bias", "no bias", "tanh"],
)
def test_few_positions_are_a_product_with_keras_own_numbers(shape, options):
    ours, keras_own = pair(shape[-1], **options)
    x = examples(*shape)
    assert not convolutions(ours, x)
    results = []
    for layer in (ours, keras_own):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x)
            loss = tf.reduce_sum(tf.sin(y))
        results.append([y, *tape.gradient(loss, [x, *layer.trainable_variables])])
    for one, other in zip(*results, strict=True):
        assert_allclose(one, other, rtol=1e-4, atol=1e-4)


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
