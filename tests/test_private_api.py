"""Private parts of Keras and TensorFlow: they are there, and do what is needed."""

import keras
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose
from tensorflow.python.framework import config

from tfgan_zoo import private_api

SEEN = "seen on Keras 3.12.4 to 3.15.1 with TensorFlow 2.19.0 to 2.21.0"


@pytest.fixture(autouse=True)
def versions(record_property):
    """The versions, beside a failure."""
    print(f"Keras {keras.__version__}, TensorFlow {tf.__version__}; {SEEN}")


def test_layers_inside_of_layers_are_found():
    inner = keras.Sequential([keras.layers.ReLU(name="relu")], name="inner")
    found = private_api.layers(keras.Sequential([inner], name="model"))
    assert [layer.name for layer in found] == ["model", "inner", "relu"]


def test_keras_builds_a_model_by_this_method():
    assert callable(keras.Model._maybe_symbolic_build)


def test_an_optimizer_sums_no_gradients():
    optimizer = keras.optimizers.SGD()
    assert callable(optimizer._all_reduce_sum_gradients)
    loss_scaled = keras.mixed_precision.LossScaleOptimizer(optimizer)
    for each in (optimizer, loss_scaled):
        private_api.sum_no_gradients(each)
        assert optimizer._all_reduce_sum_gradients([1, 2]) == [1, 2]


@pytest.mark.parametrize("kind", ["Adam", "RMSprop"])
def test_state_of_a_weight(kind):
    weights = [keras.Variable([1.0]), keras.Variable([2.0])]
    optimizer = getattr(keras.optimizers, kind)()
    optimizer.build(weights)
    optimizer.apply([tf.constant([3.0]), tf.constant([4.0])], weights)
    decay = optimizer.rho if kind == "RMSprop" else optimizer.beta_2
    second = private_api.slot(optimizer, "velocities", weights[1])
    assert_allclose(second.numpy(), [(1 - decay) * 16], rtol=1e-6)
    if kind == "Adam":
        first = private_api.slot(optimizer, "momentums", weights[1])
        assert_allclose(first.numpy(), [0.1 * 4], rtol=1e-6)


class Doubled(private_api.OncePerStep, keras.optimizers.SGD):
    calls = 0

    def for_all(self, weights, learning_rate):
        self.calls += 1
        return 2 * learning_rate


def test_an_optimizer_computes_something_once_for_all_weights():
    weights = [keras.Variable([1.0]), keras.Variable([2.0])]
    optimizer = Doubled(0.5)
    optimizer.build(weights)
    optimizer.apply([tf.constant([3.0]), tf.constant([4.0])], weights)
    assert_allclose([w.numpy()[0] for w in weights], [1 - 3, 2 - 4])
    assert optimizer.calls == 1


class Shifted(private_api.OwnMoments, keras.layers.BatchNormalization):
    ours = True

    def moments(self, inputs, mask):
        return (tf.constant([1.0]), tf.constant([4.0])) if self.ours else None


def test_batch_normalization_takes_other_moments():
    layer, x = Shifted(epsilon=0.0), tf.constant([[3.0], [9.0]])
    assert_allclose(layer(x, training=True), [[1], [4]])
    layer.ours = False
    assert_allclose(layer(x, training=True), [[-1], [1]])


def test_determinism_ends_with_its_block():
    assert not config.is_op_determinism_enabled()
    with private_api.deterministic_operations():
        with private_api.deterministic_operations():
            assert config.is_op_determinism_enabled()
        assert config.is_op_determinism_enabled()  # The inner one ends nothing.
    assert not config.is_op_determinism_enabled()


def test_graphs_are_collected_in_the_block_alone():
    double = tf.function(lambda x: tf.math.erfinv(x))
    with private_api.collected_graphs() as graphs:
        double(tf.constant(0.5))
    double(tf.constant(0.25))
    ops = [[node.op for node in graph.node] for graph in graphs]
    assert sum("Erfinv" in names for names in ops) == 1


def test_a_frozen_function_has_no_variables():
    weight = tf.Variable(3.0)
    function = tf.function(lambda x: weight * x)
    concrete = function.get_concrete_function(tf.TensorSpec((), tf.float32))
    frozen = private_api.frozen(concrete)
    weight.assign(5.0)
    assert [float(x) for x in frozen(tf.constant(2.0))] == [6.0]


def test_a_variable_is_read_in_full_precision():
    seen = []

    class Layer(keras.layers.Layer):
        def build(self, shape):
            self.w = self.add_weight(name="w", shape=(), initializer="glorot_normal")

        def call(self, x):
            seen.append(private_api.full_precision(self.w))
            return x * self.w

    layer = Layer(dtype="mixed_float16")
    assert layer(tf.ones((1,))).dtype == tf.float16
    assert seen[-1].dtype == tf.float32
    assert float(seen[-1]) == float(layer.w.numpy())
