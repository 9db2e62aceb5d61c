"""What both wrappers of layers share: precision, and weights that are given."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import SpectralNormalization, WeightNormalization

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(6, 5)).astype(np.float32)
every_wrapper = pytest.mark.parametrize(
    "wrapper", [SpectralNormalization, WeightNormalization]
)


def alone(layer):
    return layer


def in_a_float32_model(layer):
    inputs = keras.Input(X.shape[1:])
    return keras.Model(inputs, layer(inputs))


def in_a_model_of_half_precision(layer):
    class Around(keras.layers.Layer):
        def call(self, inputs):
            return layer(inputs)

    return Around(dtype=layer.layer.dtype_policy)


@every_wrapper
@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
@pytest.mark.parametrize(
    "place", [alone, in_a_float32_model, in_a_model_of_half_precision]
)
def test_the_kernel_is_that_of_float32(wrapper, policy, place):
    kernels = {}
    for dtype in ("float32", policy):
        layer = wrapper(keras.layers.Dense(4, dtype=dtype))
        layer.build(X.shape)
        weights = kernels.setdefault("weights", layer.get_weights())
        layer.set_weights(weights)
        call_with = layer.call_with

        def seen(kernel, inputs, dtype=dtype, call_with=call_with):
            kernels[dtype] = kernel
            return call_with(kernel, inputs)

        layer.call_with = seen
        outputs = place(layer)(X)
        assert outputs.dtype == layer.layer.compute_dtype
    assert kernels[policy].dtype == tf.float32
    assert_array_equal(kernels[policy], kernels["float32"])


@every_wrapper
def test_weights_that_are_given_are_used(wrapper):
    layer = wrapper(keras.layers.Dense(4))
    layer.build(X.shape)
    expected = np.array(layer(X))
    given = {w.path: np.array(w) for w in layer.trainable_variables}
    given[layer.layer.bias.path] += 1
    if wrapper is SpectralNormalization:
        given[layer.layer.kernel.path] *= 3  # Which its norm takes away again.
    outputs, _ = layer.stateless_call(
        list(given.values()), layer.non_trainable_variables, X
    )
    assert_allclose(outputs, expected + 1, atol=1e-5)
    assert_array_equal(layer(X), expected)
