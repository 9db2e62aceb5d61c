"""What every network must keep, whatever its architecture."""

import pkgutil
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tests.networks import small
from tfgan_zoo import networks

INPUTS = {"latents", "labels", "images", "sources", "targets"}
HELPERS = {"instance_noise", "pooling"}

every_network = pytest.mark.parametrize(
    "build", small.NETWORKS.values(), ids=list(small.NETWORKS)
)
every_generator = pytest.mark.parametrize(
    "build", small.GENERATORS.values(), ids=list(small.GENERATORS)
)
every_discriminator = pytest.mark.parametrize(
    "build", small.DISCRIMINATORS.values(), ids=list(small.DISCRIMINATORS)
)


def test_no_network_is_left_out():
    files = {module.name for module in pkgutil.iter_modules(networks.__path__)}
    assert files - HELPERS == {name.split()[0] for name in small.NETWORKS}


@every_network
def test_the_inputs_have_the_zoos_names(build):
    names = [tensor.name for tensor in build().inputs]
    assert set(names) <= INPUTS
    assert names[1:] in ([], ["labels"], ["targets"])


@every_network
def test_inputs_may_come_as_a_tuple(build):
    network = build()
    inputs = small.examples(network)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outputs = network(inputs, training=True)
    assert outputs.shape[0] == 3
    assert np.isfinite(outputs).all()


@every_network
def test_any_batch_size_in_one_graph(build):
    network = build()
    graph = tf.function(lambda x: network(x), reduce_retracing=True)
    for batch_size in (1, 2, 5):
        assert graph(small.examples(network, batch_size)).shape[0] == batch_size


@every_network
@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"])
def test_outputs_stay_float32_in_mixed_precision(build, policy):
    keras.config.set_dtype_policy(policy)
    try:
        network = build()
    finally:
        keras.config.set_dtype_policy("float32")
    outputs = network(small.examples(network), training=True)
    assert outputs.dtype == tf.float32
    assert np.isfinite(outputs).all()
    assert all(v.dtype == "float32" for v in network.trainable_variables)


@every_network
def test_every_weight_learns(build):
    network = build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(small.examples(network), training=True) ** 2)
    gradients = tape.gradient(loss, network.trainable_variables)
    assert all(gradient is not None for gradient in gradients)


@every_network
def test_a_clone_with_the_same_weights_is_the_same_network(build):
    network = build()
    clone = keras.models.clone_model(network)
    clone.set_weights(network.get_weights())
    for a, b in zip(network.weights, clone.weights, strict=True):
        assert a.name == b.name
    inputs = small.examples(network)
    assert_array_equal(network(inputs, training=True), clone(inputs, training=True))
    assert_array_equal(network(inputs), clone(inputs))


@every_network
def test_it_survives_its_file(build, tmp_path):
    network = build()
    network.save(tmp_path / "network.keras")
    loaded = keras.saving.load_model(tmp_path / "network.keras")
    inputs = small.examples(network)
    assert_array_equal(network(inputs), loaded(inputs))


@every_generator
def test_images_have_bounds_and_points_have_none(build):
    generator = build()
    for weight in generator.trainable_variables:
        weight.assign(100 * weight)
    largest = np.abs(generator(small.examples(generator))).max()
    points = len(generator.output.shape) == 2
    assert largest > 1 if points else largest <= 1


@every_generator
def test_every_input_of_a_generator_matters(build):
    _check_every_input_matters(build())


@every_discriminator
def test_every_input_of_a_discriminator_matters(build):
    _check_every_input_matters(build())


@every_discriminator
def test_the_output_is_affine_in_the_features(build):
    discriminator = build()
    features = discriminator.get_layer("features").output
    head = keras.Model(features, discriminator.output)
    shape = [side or 4 for side in features.shape[1:]]
    a, b = np.random.default_rng(0).normal(size=(2, 3, *shape)).astype("float32")
    assert_allclose(
        head(0.25 * a + 0.75 * b), 0.25 * head(a) + 0.75 * head(b), atol=1e-5
    )


@every_network
def test_batch_norm_is_that_of_the_whole_batch_on_replicas(build, two_replicas):
    with two_replicas.scope():
        network = build()
    for layer in network._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            assert layer.synchronized


def _check_every_input_matters(network):
    inputs, others = (small.examples(network, seed=seed) for seed in (0, 1))
    if not isinstance(inputs, tuple):
        inputs, others = (inputs,), (others,)
    for i, other in enumerate(others):
        changed = (*inputs[:i], other, *inputs[i + 1 :])
        # A clone has the same noise.
        first, second = (keras.models.clone_model(network) for _ in range(2))
        first.set_weights(network.get_weights())
        second.set_weights(network.get_weights())
        assert not np.allclose(
            first(inputs if len(inputs) > 1 else inputs[0]),
            second(changed if len(changed) > 1 else changed[0]),
            rtol=1e-3,
            atol=0,
        )
