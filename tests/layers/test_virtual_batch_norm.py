import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import DropReference, ReferenceBatch, VirtualBatchNorm

RANDOM = np.random.default_rng(0)
SIZE = 3
GAMMA, BETA = np.array([1.5, -0.5]), np.array([0.2, 3.0])


def by_hand(x, epsilon):
    """The formulas of the docstring, one example after the other."""
    space = tuple(range(1, x.ndim - 1))
    reference = x[:SIZE]
    mean = reference.mean(axis=(0, *space))
    square = (reference**2).mean(axis=(0, *space))
    outputs = []
    for i, example in enumerate(x):
        m, s = mean, square
        if i >= SIZE:
            axes = tuple(range(example.ndim - 1))
            m = (SIZE * mean + example.mean(axis=axes)) / (SIZE + 1)
            s = (SIZE * square + (example**2).mean(axis=axes)) / (SIZE + 1)
        outputs.append(GAMMA * (example - m) / np.sqrt(s - m**2 + epsilon) + BETA)
    return np.stack(outputs)


def norm(**kwargs):
    layer = VirtualBatchNorm(SIZE, **kwargs)
    layer.build((None, 2))
    layer.set_weights([GAMMA, BETA])
    return layer


@pytest.mark.parametrize("shape", [(8, 4, 5, 2), (8, 2)])
@pytest.mark.parametrize("epsilon", [1e-5, 0.1])
def test_it_mixes_the_reference_with_the_example(shape, epsilon):
    x = RANDOM.normal(1, 2, size=shape)
    assert_allclose(norm(epsilon=epsilon)(x), by_hand(x, epsilon), rtol=1e-4, atol=1e-5)
    exact = norm(epsilon=epsilon, dtype="float64")(x)
    assert_allclose(exact, by_hand(x, epsilon), rtol=1e-10)


def test_a_large_mean_does_not_swallow_the_variance():
    x = RANDOM.normal(size=(8, 4, 5, 2)).astype(np.float32) + np.float32(3000)
    expected = by_hand(x.astype(np.float64), 1e-5)
    assert_allclose(norm()(x), expected, rtol=1e-3, atol=1e-3)


def test_an_example_does_not_depend_on_the_others_nor_on_training():
    x = RANDOM.normal(size=(8, 4, 5, 2)).astype(np.float32)
    whole = np.array(norm()(x, training=True))
    alone = norm()(np.concatenate([x[:SIZE], x[5:6]]))
    assert_allclose(alone[SIZE:], whole[5:6], rtol=1e-5, atol=1e-6)


def network(size=SIZE, **kwargs):
    latents = keras.Input((4,))
    x = ReferenceBatch(size, name="reference", **kwargs)(latents)
    x = VirtualBatchNorm(size)(keras.layers.Dense(6)(x))
    return keras.Model(latents, DropReference(size)(x))


def test_a_network_keeps_its_inputs_and_drops_the_reference():
    generator = network()
    z = RANDOM.normal(size=(5, 4)).astype(np.float32)
    assert generator.output.shape == (None, 6)
    assert_allclose(generator(z)[2:3], generator(z[2:3]), rtol=1e-4, atol=1e-6)
    assert [w.name for w in generator.non_trainable_weights] == ["reference"]


def test_the_reference_is_normal_by_default_and_stands_in_front():
    layer = ReferenceBatch(2000)
    x = np.ones((3, 4), np.float32)
    outputs = np.array(layer(x))
    assert_array_equal(outputs[2000:], x)
    assert_allclose(outputs[:2000].mean(), 0, atol=0.05)
    assert_allclose(outputs[:2000].std(), 1, rtol=0.05)
    assert_array_equal(layer(x), outputs)


@pytest.mark.parametrize("batch", [2, 3, 7])
def test_adapt_takes_the_first_examples(batch):
    data = RANDOM.normal(size=(7, 4)).astype(np.float32)
    expected = data[:SIZE]
    for source in (data, tf.data.Dataset.from_tensor_slices(data).batch(batch)):
        layer = network().get_layer("reference")
        layer.adapt(source)
        assert_array_equal(layer.reference, expected)
        unbuilt = ReferenceBatch(SIZE)
        unbuilt.adapt(source)
        assert_array_equal(unbuilt.reference, expected)


def test_adapt_ends_with_endless_data():
    layer = ReferenceBatch(SIZE)
    layer.adapt(tf.data.Dataset.from_tensors(np.ones((2, 4), np.float32)).repeat())
    assert_array_equal(layer.reference, np.ones((SIZE, 4)))


@pytest.mark.parametrize("count", [0, 2])
def test_a_reference_batch_larger_than_the_data_is_refused(count):
    data = np.zeros((count, 4), np.float32)
    message = f"`size` is 3, and the data holds {count} examples"
    for source in (data, tf.data.Dataset.from_tensor_slices(data).batch(2)):
        with pytest.raises(ValueError, match=message):
            ReferenceBatch(SIZE).adapt(source)


def test_a_dataset_of_pairs_is_refused():
    data = np.zeros((4, 2), np.float32)
    pairs = tf.data.Dataset.from_tensor_slices((data, data)).batch(4)
    with pytest.raises(ValueError, match=r"map it to that first\. Received a tuple"):
        ReferenceBatch(SIZE).adapt(pairs)


def test_an_empty_reference_is_refused():
    with pytest.raises(ValueError, match=r"`size` is at least 1\. Received: 0"):
        ReferenceBatch(0)
