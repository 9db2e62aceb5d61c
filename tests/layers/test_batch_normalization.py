"""Batch normalisation is Keras's, whichever kernel computes it."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose

from tfgan_zoo.layers import BatchNormalization

KERNEL = "FusedBatchNormV3"


def pair(shape, **options):
    """The layer and Keras's own, with the same weights, far from the first ones."""
    options = {"momentum": 0.7, "epsilon": 1e-3, **options}
    layers = BatchNormalization(**options), keras.layers.BatchNormalization(**options)
    random = np.random.default_rng(0)
    for layer in layers:
        layer.build((None, *shape))
    weights = [random.uniform(0.5, 2, size=w.shape) for w in layers[0].weights]
    for layer in layers:
        layer.set_weights(weights)
    return layers


def examples(shape, batch=6):
    return np.random.default_rng(1).normal(3, 2, (batch, *shape)).astype("float32")


def kernels(layer, x, **options):
    graph = tf.function(lambda: layer(x, **options)).get_concrete_function().graph
    return [op for op in graph.get_operations() if op.type == KERNEL]


@pytest.mark.parametrize("shape", [(4, 5, 3), (7,)])
@pytest.mark.parametrize(
    "options", [{}, {"scale": False}, {"center": False}, {"epsilon": 1e-6}]
)
@pytest.mark.parametrize("training", [False, True])
def test_it_is_keras_own(shape, options, training):
    ours, keras_own = pair(shape, **options)
    x = tf.constant(examples(shape))
    results = []
    for layer in (ours, keras_own):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, training=training)
            loss = tf.reduce_sum(tf.sin(y) * tf.range(shape[-1], dtype="float32"))
        watched = [x, *layer.trainable_variables]
        results.append([y, *tape.gradient(loss, watched), *layer.weights])
    for one, other in zip(*results, strict=True):
        assert_allclose(one, other, rtol=1e-4, atol=2e-5)


@pytest.mark.parametrize("shape", [(4, 5, 3), (7,)])
def test_training_uses_the_kernel_and_nothing_else_does(shape):
    layer, _ = pair(shape)
    x = examples(shape)
    assert kernels(layer, x, training=True)
    assert not kernels(layer, x, training=False)
    layer.trainable = False
    assert not kernels(layer, x, training=True)


def test_what_the_kernel_cannot_do_is_left_to_keras():
    odd, own = pair((4, 3))  # Of rank 3.
    x = examples((4, 3))
    assert not kernels(odd, x, training=True)
    assert_allclose(odd(x, training=True), own(x, training=True), rtol=1e-5)
    first, own = pair((4, 5, 3), axis=1)
    x = examples((4, 5, 3))
    assert not kernels(first, x, training=True)
    assert_allclose(first(x, training=True), own(x, training=True), rtol=1e-5)
    mask = np.ones((6, 4, 5), bool)
    mask[2:] = False
    masked, own = pair((4, 5, 3))
    results = [layer(x, training=True, mask=mask) for layer in (masked, own)]
    assert_allclose(*results, rtol=1e-5)


def test_one_example_of_one_pixel_has_no_variance():
    layer, _ = pair((1, 1, 2))
    moving = layer.moving_variance.numpy()
    y = layer(examples((1, 1, 2), batch=1), training=True)
    assert_allclose(y[0, 0, 0], layer.beta, rtol=1e-6)
    assert_allclose(layer.moving_variance, 0.7 * moving, rtol=1e-6)


@pytest.mark.parametrize("shape", [(3, 3, 2), (5,)])
def test_its_second_derivatives_are_right(shape):
    layer, _ = pair(shape)
    x = tf.constant(examples(shape))
    towards = np.random.default_rng(2).normal(size=x.shape).astype("float32")

    with tf.GradientTape() as tape:
        tape.watch(x)
        along = tf.reduce_sum(slope(layer, x) * towards)
    exact = tape.gradient(along, x)
    h = 1e-2
    ahead, behind = slope(layer, x + h * towards), slope(layer, x - h * towards)
    differences = (ahead - behind) / (2 * h)
    scale = np.abs(differences).max()
    assert_allclose(exact / scale, differences / scale, atol=3e-3)


def slope(layer, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.reduce_sum(tf.sin(layer(x, training=True)))
    return tape.gradient(loss, x)


def test_replicas_normalise_over_all_of_the_minibatch(two_replicas):
    with two_replicas.scope():
        layer = BatchNormalization()
        layer.build((None, 4, 4, 2))
    assert layer.synchronized
    assert not BatchNormalization().synchronized
    x = examples((4, 4, 2), batch=8)
    halves = two_replicas.experimental_distribute_values_from_function(
        lambda context: tf.constant(np.split(x, 2)[context.replica_id_in_sync_group])
    )
    step = tf.function(lambda x: layer(x, training=True))
    parts = two_replicas.run(step, [halves])
    whole = tf.concat(two_replicas.experimental_local_results(parts), axis=0)
    assert_allclose(whole, BatchNormalization()(x, training=True), atol=1e-5)


def test_replicas_are_joined_by_one_reduction_each_way(two_replicas):
    with two_replicas.scope():
        layer = BatchNormalization()
        layer.build((None, 4, 4, 2))

    def step():
        return slope(layer, tf.constant(examples((4, 4, 2), batch=4)))

    graph = tf.function(lambda: two_replicas.run(step)).get_concrete_function().graph
    kinds = [op.type for op in graph.get_operations()]
    replicas, ways = 2, 2
    assert kinds.count("CollectiveReduceV2") == replicas * ways
