"""What every layer must keep; a new one is found, and asks for its line in LAYERS."""

import inspect

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo import layers
from tfgan_zoo.layers import (
    BatchNormalization,
    DoublingConv2DTranspose,
    Dropout,
    DropReference,
    GaussianNoise,
    HalfPaddedConv2DTranspose,
    InstanceNoise,
    InstanceNormalization,
    LayerNormalization,
    Maxout,
    MinibatchDiscrimination,
    OneHot,
    RandomInterpolation,
    ReferenceBatch,
    SpectralNormalization,
    VirtualBatchNorm,
    WeightNormalization,
)

BASES = {"ExampleNormalization", "Noise", "Reparametrized", "Scheduled"}
BATCH = 6
IMAGES = (4, 4, 2)
# How it is made, and the shape of what it is called with.
LAYERS = {
    "BatchNormalization": (BatchNormalization, IMAGES),
    "BatchNormalization of features": (BatchNormalization, (5,)),
    "DoublingConv2DTranspose": (lambda: DoublingConv2DTranspose(3), (2, 2, 2)),
    "Dropout": (lambda: Dropout(0.5, seed=1), IMAGES),
    "Dropout at test": (lambda: Dropout(0.5, seed=1, at_test=True), IMAGES),
    "DropReference": (lambda: DropReference(2), IMAGES),
    "GaussianNoise": (lambda: GaussianNoise(0.5, seed=1), IMAGES),
    "HalfPaddedConv2DTranspose": (lambda: HalfPaddedConv2DTranspose(3), IMAGES),
    "InstanceNoise": (lambda: InstanceNoise(0.5, 10, seed=1), IMAGES),
    "InstanceNormalization": (InstanceNormalization, IMAGES),
    "LayerNormalization": (LayerNormalization, IMAGES),
    "Maxout": (lambda: Maxout(3, 2), (5,)),
    "MinibatchDiscrimination": (lambda: MinibatchDiscrimination(3, 2), (5,)),
    "OneHot": (lambda: OneHot(4), ()),
    "RandomInterpolation": (lambda: RandomInterpolation(seed=1), IMAGES),
    "ReferenceBatch": (lambda: ReferenceBatch(2), IMAGES),
    "SpectralNormalization": (
        lambda: SpectralNormalization(keras.layers.Conv2D(3, 3, strides=2)),
        IMAGES,
    ),
    "SpectralNormalization of Dense": (
        lambda: SpectralNormalization(keras.layers.Dense(3), 2, 1e-10),
        (5,),
    ),
    "VirtualBatchNorm": (lambda: VirtualBatchNorm(2), IMAGES),
    "VirtualBatchNorm of features": (lambda: VirtualBatchNorm(2), (5,)),
    "WeightNormalization": (
        lambda: WeightNormalization(
            keras.layers.Conv2DTranspose(3, 4, strides=2, activation="relu")
        ),
        IMAGES,
    ),
    "WeightNormalization of Dense": (
        lambda: WeightNormalization(keras.layers.Dense(3, use_bias=False)),
        (5,),
    ),
}
every_layer = pytest.mark.parametrize("name", LAYERS)


def inputs(name, dtype="float32"):
    random = np.random.default_rng(3)
    shape = (BATCH, *LAYERS[name][1])
    if name == "OneHot":
        return random.integers(4, size=shape)
    if name == "RandomInterpolation":
        return [random.normal(size=shape).astype(dtype) for _ in range(2)]
    return random.normal(size=shape).astype(dtype)


def model_of(name, dtype="float32"):
    make, shape = LAYERS[name]
    if name == "RandomInterpolation":
        ends = [keras.Input(shape, dtype=dtype) for _ in range(2)]
        return keras.Model(ends, make()(*ends))
    end = keras.Input(shape, dtype="int64" if name == "OneHot" else dtype)
    return keras.Model(end, make()(end))


@pytest.fixture
def policy():
    before = keras.config.dtype_policy()
    yield keras.config.set_dtype_policy
    keras.config.set_dtype_policy(before)


def test_every_public_layer_is_tested_here():
    public = {n for n in layers.__all__ if inspect.isclass(getattr(layers, n))}
    assert public - BASES == {name.partition(" ")[0] for name in LAYERS}


@pytest.mark.parametrize("name", [n for n in layers.__all__ if n[0].isupper()])
def test_it_is_registered_under_the_name_of_the_zoo(name):
    kind = getattr(layers, name)
    assert keras.saving.get_registered_name(kind) == f"tfgan_zoo>{name}"


@every_layer
def test_it_survives_its_config(name):
    layer = LAYERS[name][0]()
    copy = keras.layers.deserialize(keras.layers.serialize(layer))
    assert type(copy) is type(layer)
    assert copy.get_config() == layer.get_config()


@every_layer
def test_it_has_the_shape_and_type_that_it_announces(name):
    model = model_of(name)
    outputs = model(inputs(name), training=True)
    assert model.output.shape[1:] == outputs.shape[1:]
    assert model.output.dtype == outputs.dtype.name
    shape = (BATCH, *LAYERS[name][1])
    if name != "RandomInterpolation":
        assert model.layers[-1].compute_output_shape(shape) == outputs.shape


@every_layer
def test_copies_and_files_continue_where_it_was(name, tmp_path):
    model, x = model_of(name), inputs(name)
    model(x, training=True)
    clone = keras.models.clone_model(model)
    clone.set_weights(model.get_weights())
    model.save(tmp_path / "model.keras")
    model.save_weights(tmp_path / "model.weights.h5")
    reader = model_of(name)
    reader.load_weights(tmp_path / "model.weights.h5")
    copies = clone, reader, keras.models.load_model(tmp_path / "model.keras")
    for training in (False, True, True):
        outputs = model(x, training=training)
        for copy in copies:
            assert_array_equal(copy(x, training=training), outputs)


@every_layer
@pytest.mark.parametrize("dtype", ["mixed_float16", "mixed_bfloat16", "float64"])
def test_it_works_in_every_precision(name, dtype, policy):
    exact = model_of(name)
    expected = np.array(exact(inputs(name)), np.float64)
    policy(dtype)
    kind = keras.config.dtype_policy().compute_dtype
    model = model_of(name, "float64" if dtype == "float64" else "float32")
    model.set_weights(exact.get_weights())
    x = inputs(name, "float64" if dtype == "float64" else "float32")
    for training in (False, True):
        outputs = model(x, training=training)
        if name != "RandomInterpolation":
            assert outputs.dtype.name == kind
        assert np.all(np.isfinite(np.array(outputs, np.float64)))
    if name == "RandomInterpolation":
        return
    model.set_weights(exact.get_weights())
    error = {"float16": 0.02, "bfloat16": 0.1, "float64": 1e-5}[kind]
    outputs = np.array(model(x), np.float64)
    assert_allclose(outputs, expected, rtol=error, atol=error)


@every_layer
@pytest.mark.parametrize("training", [False, True])
def test_xla_computes_the_same(name, training):
    model, x = model_of(name), inputs(name)
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    compiled = tf.function(lambda x: model(x, training=training), jit_compile=True)
    outputs = np.array(compiled(x))
    assert np.all(np.isfinite(outputs))
    noisy = isinstance(model.layers[-1], layers.Noise)
    if noisy and (training or name in ("Dropout at test", "RandomInterpolation")):
        return  # XLA draws other floats.
    expected = twin(x, training=training)
    assert_allclose(outputs, expected, rtol=1e-4, atol=1e-4)


@every_layer
def test_it_trains_on_replicas_that_stay_equal(name, two_replicas):
    with two_replicas.scope():
        model = model_of(name)
    x = tf.nest.map_structure(tf.constant, inputs(name))

    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(model(x, training=True)))
        if not model.trainable_variables:
            return loss
        return tape.gradient(loss, model.trainable_variables)

    slopes = tf.function(lambda: two_replicas.run(step))()
    for slope in tf.nest.flatten(slopes):
        both = two_replicas.experimental_local_results(slope)
        assert np.all(np.isfinite(np.stack(both)))
    for weight in model.variables:
        first, second = two_replicas.experimental_local_results(weight.value)
        assert_array_equal(first, second)
