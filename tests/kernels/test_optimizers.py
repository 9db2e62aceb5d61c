"""The zoo's Adam and RMSprop are Keras's, by other kernels."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose

from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.kernels.rmsprop import RMSprop

START = [np.linspace(-1, 1, 6).reshape(2, 3), np.array([0.3])]
KERNELS = {Adam: "ResourceApplyAdam", RMSprop: "ResourceApplyRMSProp"}
every_kind = pytest.mark.parametrize("kind", KERNELS)


def keras_own(kind):
    return getattr(keras.optimizers, kind.__name__)


def gradients(step, dtype="float32"):
    random = np.random.default_rng(step)
    return [tf.constant(random.normal(size=w.shape), dtype) for w in START]


def moved(optimizer, steps=7, dtype="float32"):
    """Weights after some steps, and the optimizer's own state."""
    weights = [keras.Variable(w, dtype=dtype) for w in START]
    optimizer.build(weights)
    for step in range(steps):
        optimizer.apply(gradients(step, dtype), weights)
    return [v.numpy() for v in [*weights, *optimizer.variables]]


BETAS = {"beta_1": 0.0, "beta_2": 0.9}
OPTIONS = [
    *((Adam, options) for options in ({}, BETAS, {"amsgrad": True})),
    *((RMSprop, options) for options in ({}, {"rho": 0.5}, {"centered": True})),
    *((RMSprop, options) for options in ({"momentum": 0.9}, {"momentum": 0.5})),
    *(
        (kind, options)
        for kind in KERNELS
        for options in (
            {"epsilon": 0.1},
            {"weight_decay": 0.1},
            {"clipnorm": 0.5},
            {"use_ema": True},
            {"learning_rate": keras.optimizers.schedules.CosineDecay(1e-1, 5)},
            {"gradient_accumulation_steps": 2},
        )
    ),
]


@pytest.mark.parametrize(
    ("kind", "options"),
    OPTIONS,
    ids=[f"{k.__name__}, {', '.join(o) or 'defaults'}" for k, o in OPTIONS],
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_is_keras_own(kind, options, dtype):
    options = {"learning_rate": 0.1, **options}
    ours = moved(kind(**options), dtype=dtype)
    others = moved(keras_own(kind)(**options), dtype=dtype)
    for one, other in zip(ours, others, strict=True):
        assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_the_papers_first_step():
    # m / (1 - beta_1) = g and v / (1 - beta_2) = g^2: it is the rate, towards -sign(g).
    weight = keras.Variable([1.0, 1.0])
    optimizer = Adam(0.25, epsilon=0.0)
    optimizer.build([weight])
    optimizer.apply([tf.constant([3.0, -0.01])], [weight])
    assert_allclose(weight, [0.75, 1.25], rtol=1e-5)


@every_kind
def test_one_kernel_moves_a_weight(kind):
    weights = [keras.Variable(w, dtype="float32") for w in START]
    optimizer = kind()
    optimizer.build(weights)
    step = tf.function(lambda *g: optimizer.apply(g, weights))
    graph = step.get_concrete_function(*gradients(0)).graph
    inner = [graph, *[f.graph for f in graph._functions.values()]]
    kernels = [op.type for g in inner for op in g.get_operations()]
    assert kernels.count(KERNELS[kind]) == len(weights)
    # Those of Adam's constants are taken once for all weights.
    assert kernels.count("Pow") == (2 if kind is Adam else 0)


@every_kind
def test_sparse_gradients_are_left_to_keras(kind):
    def moved_rows(kind):
        weight = keras.Variable(START[0], dtype="float32")
        optimizer = kind(0.1)
        optimizer.build([weight])
        rows = tf.IndexedSlices(tf.ones((1, 3)), tf.constant([1]), tf.constant([2, 3]))
        optimizer.apply([rows], [weight])
        return weight.numpy()

    assert_allclose(moved_rows(kind), moved_rows(keras_own(kind)), rtol=1e-6)


@every_kind
def test_xla_moves_the_same(kind):
    def compiled(kind):
        weights = [keras.Variable(w, dtype="float32") for w in START]
        optimizer = kind(0.1)
        optimizer.build(weights)
        step = tf.function(lambda *g: optimizer.apply(g, weights), jit_compile=True)
        for i in range(3):
            step(*gradients(i))
        return weights

    for one, other in zip(compiled(kind), compiled(keras_own(kind)), strict=True):
        assert_allclose(one, other, rtol=1e-5)


@every_kind
def test_replicas_move_alike(kind, two_replicas):
    with two_replicas.scope():
        weights = [keras.Variable(w, dtype="float32") for w in START]
        optimizer = kind(0.1)
        optimizer.build(weights)

    @tf.function
    def step():
        # Each replica's share: they are added up.
        two_replicas.run(
            lambda: optimizer.apply([g / 2 for g in gradients(0)], weights)
        )

    step()
    expected = moved(kind(0.1), steps=1)
    for weight, one in zip(weights, expected, strict=False):
        for copy in two_replicas.experimental_local_results(weight.value):
            assert_allclose(copy, one, rtol=1e-5)


@every_kind
def test_it_survives_its_config(kind):
    optimizer = kind(0.3, epsilon=0.5)
    copy = keras.optimizers.deserialize(keras.optimizers.serialize(optimizer))
    assert type(copy) is kind
    assert copy.get_config() == optimizer.get_config()


def test_what_the_kernel_writes_to_is_no_state(tmp_path):
    saved = []
    for kind in (RMSprop, keras.optimizers.RMSprop):
        optimizer = kind(0.1)
        optimizer.build([keras.Variable(w, dtype="float32") for w in START])
        path = tf.train.Checkpoint(optimizer=optimizer).write(
            tmp_path / kind.__module__
        )
        saved.append(tf.train.list_variables(path))
    assert saved[0] == saved[1]
