import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo import layers
from tfgan_zoo.penalties import gradient
from tfgan_zoo.training.seeding import seeded

X = np.random.default_rng(0).normal(size=(3, 4, 4, 2))
W = np.random.default_rng(1).normal(size=(4, 4, 2))
PENALTIES = [gradient.one_centered, gradient.zero_centered]
CRITICS = {
    "dense": lambda: [keras.layers.Dense(3, activation="tanh")],
    "convolution": lambda: [keras.layers.Conv2D(3, 3, strides=2, activation="tanh")],
    "leaky relu": lambda: [keras.layers.LeakyReLU(0.2)],
    "average pooling": lambda: [keras.layers.AveragePooling2D(2)],
    "maxout": lambda: [keras.layers.Flatten(), layers.Maxout(3, 2)],
    "layer norm": lambda: [layers.LayerNormalization()],
    "layer norm of features": lambda: [
        keras.layers.Flatten(),
        layers.LayerNormalization(),
    ],
    "instance norm": lambda: [layers.InstanceNormalization()],
    "weight norm": lambda: [layers.WeightNormalization(keras.layers.Conv2D(3, 3))],
    "weight norm, transposed": lambda: [
        layers.WeightNormalization(keras.layers.Conv2DTranspose(3, 3))
    ],
    "spectral norm": lambda: [settled(keras.layers.Conv2D(3, 3))],
    "spectral norm of dense": lambda: [settled(keras.layers.Dense(3))],
    "spectral norm, transposed": lambda: [settled(keras.layers.Conv2DTranspose(3, 3))],
    "minibatch discrimination": lambda: [
        keras.layers.Flatten(),
        layers.MinibatchDiscrimination(3, 2),
    ],
    "padding and global pooling": lambda: [
        keras.layers.ZeroPadding2D(1),
        keras.layers.Conv2D(3, 3, activation="tanh"),
        keras.layers.GlobalAveragePooling2D(),
    ],
    "dropout, off": lambda: [layers.Dropout(0.0)],
    "noise, off": lambda: [layers.InstanceNoise(0.0, 10), layers.GaussianNoise(0.0)],
}


def linear(images):
    return tf.reduce_sum(images * tf.cast(W, images.dtype), axis=(1, 2, 3))


def quadratic(images):
    return tf.reduce_sum(tf.square(images), axis=(1, 2, 3))


def settled(layer):
    """Spectral norm whose constants are stationary after one training call."""
    return layers.SpectralNormalization(layer, power_iterations=200)


def critic_of(body):
    """Curved layers in front of and behind `body`."""
    model = keras.Sequential([keras.Input(X.shape[1:], dtype="float64")])
    model.add(keras.layers.Conv2D(3, 3, padding="same", activation="tanh"))
    for layer in body:
        model.add(layer)
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(4, activation="tanh"))
    model.add(keras.layers.Dense(1))
    random = np.random.default_rng(2)
    for weight in model.trainable_weights:  # Biases and gains take part.
        weight.assign_add(0.1 * random.normal(size=weight.shape))
    return model


@pytest.fixture
def _double():
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_dtype_policy(before)


@pytest.mark.usefixtures("_double")
@pytest.mark.parametrize("body", CRITICS.values(), ids=CRITICS)
@pytest.mark.parametrize("penalty", PENALTIES)
def test_its_gradient_equals_central_differences(penalty, body):
    with seeded(0):  # In any order of the tests: other weights may lie at a kink.
        model = critic_of(body())
    x = tf.constant(X)

    def value(training):
        return penalty(lambda images: model(images, training=training), x)

    with tf.GradientTape() as tape:
        loss = value(training=True)
    assert loss.dtype == tf.float64
    weights = model.trainable_weights[:-1]  # A slope knows nothing of the last bias.
    slopes = tape.gradient(loss, [w.value for w in weights])
    random = np.random.default_rng(3)
    for weight, slope in zip(weights, slopes, strict=True):
        start, way = np.array(weight), random.normal(size=weight.shape)
        ends = []
        for distance in (1e-5, -1e-5):
            weight.assign(start + distance * way)
            ends.append(float(value(training=False)))  # Moves no constants.
        weight.assign(start)
        expected = (ends[0] - ends[1]) / 2e-5
        assert_allclose(np.sum(slope * way), expected, rtol=1e-6, atol=1e-9)


def test_a_linear_critic_has_the_length_of_its_weights():
    length = np.linalg.norm(W)
    assert_allclose(gradient.slope_norm(linear, X), [length] * 3, rtol=1e-6)
    assert_allclose(gradient.one_centered(linear, X), (length - 1) ** 2, rtol=1e-6)
    assert_allclose(gradient.zero_centered(linear, X), length**2, rtol=1e-6)


def test_each_example_has_its_own_slope_over_all_axes():
    lengths = 2 * np.sqrt(np.sum(X**2, axis=(1, 2, 3)))
    assert_allclose(gradient.slope_norm(quadratic, X), lengths, rtol=1e-6)
    expected = np.mean((lengths - 1) ** 2)
    assert_allclose(gradient.one_centered(quadratic, X), expected, rtol=1e-6)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_it_is_finite_at_a_slope_of_zero(penalty):
    scale = tf.Variable(0.0, dtype=tf.float64)
    with tf.GradientTape() as tape:
        loss = penalty(lambda images: scale * linear(images), X)
    assert_allclose(loss, 1 if penalty is gradient.one_centered else 0, atol=1e-5)
    assert_array_equal(tape.gradient(loss, scale), 0)


def test_of_a_tuple_only_the_images_are_moved():
    condition = np.array([0.5, -2.0, 3.0])

    def critic(example):
        images, factor = example
        return factor * linear(images)

    expected = np.abs(condition) * np.linalg.norm(W)
    assert_allclose(gradient.slope_norm(critic, (X, condition)), expected, rtol=1e-6)


def test_scores_may_be_a_map():
    def critic(images):
        return tf.stack([linear(images), 2 * linear(images)], axis=1)

    assert_allclose(gradient.slope_norm(critic, X), [3 * np.linalg.norm(W)] * 3)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half_precision_is_summed_in_single(dtype):
    images = tf.cast(X, dtype)
    norm = gradient.slope_norm(lambda x: tf.cast(linear(x), dtype), images)
    assert norm.dtype == tf.float32
    assert_allclose(norm, [np.linalg.norm(W)] * 3, rtol=1e-2)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_scores_without_images_are_refused(penalty):
    with pytest.raises(ValueError, match="do not depend on the images"):
        penalty(lambda images: tf.constant(1.0), X)
