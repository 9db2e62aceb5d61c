"""Images as bytes: the step brings them to [-1, 1], and refuses other numbers."""

import functools

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

import pipelines
from benchmarks import zoo
from tests import toys
from tfgan_zoo import pixels, recipes
from tfgan_zoo.training import diagnosis

SHAPE = (16, 16, 1)
LIMITS = r"Images of floats are in \[-1, 1\]"


@functools.cache
def batch(recipe):
    """Bytes of one recipe's examples, NumPy arrays."""
    chosen = recipes.get(recipe)
    floats = chosen.kind.random(SHAPE, 8)
    return tf.nest.map_structure(
        lambda x: pixels.to_bytes(x) if x.ndim == 4 else x, floats
    )


def as_floats(examples):
    return tf.nest.map_structure(
        lambda x: pixels.to_floats(x) if x.ndim == 4 else x, examples
    )


def build(recipe, **options):
    width = 30 if recipe == "semi_supervised_gan" else 2
    return recipes.get(recipe).build(SHAPE, 10, seed=0, width=width, **options)


@pytest.mark.parametrize("compiled", [None, True])
def test_floats_of_bytes_are_the_same_everywhere(compiled):
    every = np.arange(256, dtype=np.uint8).reshape(1, 16, 16, 1)
    expected = np.float32(every) / np.float32(127.5) - 1
    assert_array_equal(pixels.to_floats(every), expected)
    in_a_graph = tf.function(pixels.to_floats, jit_compile=compiled)
    assert_array_equal(in_a_graph(tf.constant(every)), expected)
    assert_array_equal(pixels.to_bytes(expected), every)
    assert pixels.to_floats(expected) is expected
    assert_array_equal(pixels.to_bytes(every), every)


@pytest.mark.parametrize(
    ("recipe", "options"),
    [
        ("dcgan", {}),
        ("dcgan", {"jit_compile": True}),
        ("dcgan", {"steps_per_execution": 2}),
        ("cdcgan", {}),
        ("pix2pix", {}),
        ("semi_supervised_gan", {}),
    ],
)
def test_bytes_move_the_weights_as_floats_do(recipe, options):
    states = []
    for examples in (batch(recipe), as_floats(batch(recipe))):
        gan = build(recipe, **options)
        toys.fit(gan, zoo.endless(examples), 2)
        states.append(toys.state(gan))
    for one, other in zip(*states, strict=True):
        assert_array_equal(one, other)


def test_replicas_take_bytes(two_replicas):
    one = build("wgan")
    with two_replicas.scope():
        several = build("wgan")
    for gan in (one, several):
        load = functools.partial(
            pipelines.load, "digits", batch_size=20, image_size=16, seed=0
        )
        data = pipelines.distribute(load, gan.distribute_strategy)
        toys.fit(gan, data, 2)
    for x, y in zip(one.weights, several.weights, strict=True):
        np.testing.assert_allclose(x.numpy(), y.numpy(), atol=1e-5)


def wrong(value):
    images = np.zeros((8, *SHAPE), np.float32)
    images[5, 3, 2, 0] = value
    return images


@pytest.mark.parametrize(
    ("options", "value"),
    [
        ({}, np.nan),
        ({}, 1.5),
        ({}, -np.inf),
        ({"jit_compile": True}, np.nan),
        ({"steps_per_execution": 2}, 255),
        ({"run_eagerly": True}, -2),
    ],
)
def test_other_floats_are_refused_before_the_step(options, value):
    gan = build("dcgan")
    gan.jit_compile = options.get("jit_compile", False)
    gan.run_eagerly = options.get("run_eagerly", False)
    gan.steps_per_execution = options.get("steps_per_execution", 1)
    before = toys.state(gan)
    with pytest.raises(ValueError, match=LIMITS):
        toys.fit(gan, zoo.endless(wrong(value)), 2)
    for one, other in zip(before, toys.state(gan), strict=True):
        assert_array_equal(one, other)
    toys.fit(gan, zoo.endless(wrong(1.0)), 2)  # All is as before: it goes on.
    assert int(gan.step.numpy()) == 2


def test_other_floats_are_refused_on_replicas(two_replicas):
    with two_replicas.scope():
        gan = build("dcgan")
    before = toys.state(gan)

    def load(replica=0, replicas=1):
        # On one of the replicas alone.
        return zoo.endless(wrong(np.nan if replica else 0.5))

    with pytest.raises(ValueError, match=LIMITS):
        toys.fit(gan, pipelines.distribute(load, two_replicas), 2)
    for one, other in zip(before, toys.state(gan), strict=True):
        assert_array_equal(one, other)


@pytest.mark.parametrize("dtype", ["int32", "int64", "bool", "uint16"])
def test_other_types_are_refused_in_words(dtype):
    gan = build("dcgan")
    with pytest.raises(ValueError, match=f"uint8, or floats in .* Received: {dtype}"):
        toys.fit(gan, zoo.endless(np.zeros((8, *SHAPE), dtype)), 1)
    assert int(gan.step.numpy()) == 0


def test_only_images_are_brought_to_floats():
    gan = build("cdcgan")
    images, labels = batch("cdcgan")
    toys.fit(gan, zoo.endless((images, labels.astype(np.uint8))), 1)
    assert int(gan.step.numpy()) == 1


def test_how_the_game_stands_is_the_same_of_bytes():
    gan = build("dcgan")
    images = batch("dcgan")
    for measure in (diagnosis.separation, diagnosis.generator_gradient_norm):
        values = [measure(gan, tf.constant(x)) for x in (images, as_floats(images))]
        assert values[0] == values[1]
