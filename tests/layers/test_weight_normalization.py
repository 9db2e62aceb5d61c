import contextlib
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import Dropout, WeightNormalization, initialize_from_data
from tfgan_zoo.layers.reparametrized import computed_once

RECORDED = np.load(Path(__file__).parents[1] / "tensorflow_addons.npz")
RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(6, 5, 5, 3)).astype(np.float32)
MAKERS = {
    "dense": lambda **kwargs: keras.layers.Dense(4, **kwargs),
    "conv": lambda **kwargs: keras.layers.Conv2D(4, 2, **kwargs),
    "transpose": lambda **kwargs: keras.layers.Conv2DTranspose(4, 3, **kwargs),
}
every_kind = pytest.mark.parametrize("kind", MAKERS)


def by_hand(kind, v, g):
    """The kernel g v / ||v||, with one length for each output channel."""
    kernel = np.array(v, np.float64)
    for unit in range(4):
        part = np.s_[:, :, unit] if kind == "transpose" else np.s_[..., unit]
        kernel[part] *= g[unit] / np.linalg.norm(kernel[part])
    return kernel


@every_kind
def test_each_output_unit_has_its_length(kind):
    layer = WeightNormalization(MAKERS[kind](bias_initializer="random_normal"))
    layer.build(X.shape)
    g = RANDOM.normal(size=4)
    layer.g.assign(g)
    bare = MAKERS[kind]()
    bare.build(X.shape)
    bare.set_weights([by_hand(kind, layer.layer.kernel, g), layer.layer.bias])
    assert_allclose(layer(X), bare(X), rtol=1e-5, atol=1e-5)


@every_kind
def test_at_first_it_is_the_bare_layer(kind):
    bare = MAKERS[kind](activation="relu")
    layer = WeightNormalization(MAKERS[kind](activation="relu"))
    bare.build(X.shape)
    layer.build(X.shape)
    layer.layer.set_weights(bare.get_weights())
    again = WeightNormalization(bare)
    assert_allclose(again(X), bare(X), rtol=1e-5, atol=1e-6)
    lengths = np.sqrt(np.sum(np.square(again.matrix()), axis=1))
    assert_allclose(again.g, lengths, rtol=1e-6)


@every_kind
def test_direction_length_and_bias_learn_and_nothing_else(kind):
    layer = WeightNormalization(MAKERS[kind]())
    layer.build(X.shape)
    assert sorted(w.name for w in layer.weights) == ["bias", "g", "kernel"]
    assert len(layer.trainable_weights) == 3


def test_a_scale_may_stay_as_it_was_initialised():
    end = keras.Input((5,))
    layer = WeightNormalization(keras.layers.Dense(4), train_scale=False)
    layer = WeightNormalization.from_config(layer.get_config())
    model = keras.Model(end, layer(end))
    assert sorted(w.name for w in layer.trainable_weights) == ["bias", "kernel"]
    initialize_from_data(model, X[:, 0].reshape(-1, 5)[:6])
    scale = np.array(layer.g)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.train_on_batch(np.ones((6, 5)), np.ones((6, 4)))
    assert_array_equal(layer.g, scale)


def test_a_call_changes_no_weight():
    layer = WeightNormalization(keras.layers.Dense(4))
    layer.build(X.shape)
    before = layer.get_weights()
    layer(X, training=True)
    for old, new in zip(before, layer.get_weights(), strict=True):
        assert_array_equal(old, new)


def test_a_direction_of_length_zero_stays_finite():
    layer = WeightNormalization(keras.layers.Dense(4, kernel_initializer="zeros"))
    assert_array_equal(layer(X), np.zeros((6, 5, 5, 4)))


@pytest.mark.parametrize("kind", ["dense", "conv"])
def test_it_is_that_of_tensorflow_addons(kind):
    layer = WeightNormalization(MAKERS[kind]())
    inputs = RECORDED[f"{kind}_inputs"]
    layer.build(inputs.shape)
    layer.layer.set_weights([RECORDED[f"{kind}_{n}"] for n in ("kernel", "bias")])
    layer.g.assign(RECORDED[f"{kind}_g"])
    outputs = layer(inputs)
    assert_allclose(outputs, RECORDED[f"{kind}_weight_norm"], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("kind", ["dense", "conv"])
def test_its_start_from_data_is_that_of_tensorflow_addons(kind):
    inputs = RECORDED[f"{kind}_inputs"]
    layer = WeightNormalization(MAKERS[kind]())
    end = keras.Input(inputs.shape[1:])
    model = keras.Model(end, layer(end))
    layer.layer.kernel.assign(RECORDED[f"{kind}_kernel"])
    initialize_from_data(model, inputs)
    for name in ("g", "bias"):
        value = layer.g if name == "g" else layer.layer.bias
        assert_allclose(value, RECORDED[f"{kind}_{name}_from_data"], rtol=1e-4)
    recorded = RECORDED[f"{kind}_weight_norm_from_data"]
    assert_allclose(model(inputs), recorded, rtol=1e-4, atol=1e-5)


def test_data_make_every_pre_activation_standard():
    end = keras.Input(X.shape[1:])
    x = end
    kinds = ("conv", "transpose", "dense")
    for kind in kinds:
        x = WeightNormalization(MAKERS[kind](activation="elu"), name=kind)(x)
        x = Dropout(0.5)(x)
    x = WeightNormalization(keras.layers.Dense(4))(keras.layers.Dropout(0.5)(x))
    model = keras.Model(end, x)
    state = [np.array(v) for v in model.non_trainable_variables]
    initialize_from_data(model, 5 + 3 * X)
    for before, after in zip(state, model.non_trainable_variables, strict=True):
        assert_array_equal(before, after)
    # The noise of the next step is that of the initialisation.
    several = keras.Model(end, [model.get_layer(kind).output for kind in kinds])
    for outputs in several(5 + 3 * X, training=True):
        outputs = np.array(outputs, np.float64).reshape(-1, 4)
        t = np.where(outputs > 0, outputs, np.log1p(np.minimum(outputs, 0)))
        assert_allclose(t.mean(axis=0), 0, atol=1e-4)
        assert_allclose(t.var(axis=0), 1, rtol=1e-3)


def test_data_make_a_deviation_that_a_layer_names():
    end = keras.Input((5,))
    layer = WeightNormalization(keras.layers.Dense(4), data_stddev=0.1)
    layer = WeightNormalization.from_config(layer.get_config())
    model = keras.Model(end, layer(keras.layers.BatchNormalization()(end)))
    initialize_from_data(model, 3 + X[:, 0, :, 0])
    outputs = np.array(model(3 + X[:, 0, :, 0], training=True))
    assert_allclose(outputs.std(axis=0), 0.1, rtol=1e-4)
    assert_allclose(outputs.mean(axis=0), 0, atol=1e-6)


def test_data_leave_a_layer_without_bias_its_mean():
    end = keras.Input((5,))
    layer = WeightNormalization(keras.layers.Dense(4, use_bias=False))
    model = keras.Model(end, layer(end))
    initialize_from_data(model, 3 + X[:, 0, :, 0])
    outputs = np.array(model(3 + X[:, 0, :, 0]))
    assert_allclose(outputs.var(axis=0), 1, rtol=1e-4)
    assert np.all(np.abs(outputs.mean(axis=0)) > 1e-2)


def test_one_example_has_no_variance():
    end = keras.Input((5,))
    model = keras.Model(end, WeightNormalization(keras.layers.Dense(4))(end))
    with pytest.raises(ValueError, match="holds 1 example; a variance needs at least"):
        initialize_from_data(model, np.zeros((1, 5)))


def test_other_layers_are_refused():
    with pytest.raises(ValueError, match=r"Conv2DTranspose\. Received: a Flatten"):
        WeightNormalization(keras.layers.Flatten())


@every_kind
def test_a_kernel_that_is_computed_once_has_the_gradients_of_two(kind):
    layer = WeightNormalization(MAKERS[kind]())
    layer.build(X.shape)

    def gradients(context):
        with tf.GradientTape() as tape, context:
            loss = tf.reduce_sum(layer(X) ** 2) + tf.reduce_sum(layer(2 * X) ** 3)
        return tape.gradient(loss, layer.trainable_weights)

    for once, twice in zip(
        gradients(computed_once()), gradients(contextlib.nullcontext()), strict=True
    ):
        assert_allclose(once, twice, rtol=1e-4, atol=1e-3)


def test_a_kernel_is_computed_once_in_a_loss_and_anew_in_the_next():
    layer = WeightNormalization(keras.layers.Dense(4))
    layer.build(X.shape)

    @tf.function
    def loss():
        with computed_once():
            return tf.reduce_sum(layer(X)) + tf.reduce_sum(layer(2 * X))

    def norms():
        graph = loss.get_concrete_function().graph
        return sum(op.type == "Rsqrt" for op in graph.get_operations())

    assert norms() == 1
    before = float(loss())
    layer.g.assign(2 * layer.g)
    assert_allclose(loss(), 2 * before, rtol=1e-5)
    with computed_once():
        small = np.array(layer(X))
        # A graph inside of the loss computes it anew, and the loss goes on after it.
        inside = tf.function(lambda: layer(X))()
        assert_allclose(inside, small, atol=1e-6)
        assert_allclose(layer(X), small, atol=1e-6)
    layer.g.assign(layer.g / 2)
    assert_allclose(layer(X), small / 2, atol=1e-6)
