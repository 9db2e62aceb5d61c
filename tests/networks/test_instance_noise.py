import keras
import numpy as np
import pytest
from keras import layers
from numpy.testing import assert_allclose, assert_array_equal

from tests.networks import small
from tfgan_zoo.layers import InstanceNoise
from tfgan_zoo.networks import cgan, patchgan
from tfgan_zoo.networks.instance_noise import with_instance_noise

every_discriminator = pytest.mark.parametrize(
    "build", small.DISCRIMINATORS.values(), ids=list(small.DISCRIMINATORS)
)


def noises(network):
    return [layer for layer in network.layers if isinstance(layer, InstanceNoise)]


@every_discriminator
def test_it_is_the_same_discriminator_at_test(build):
    discriminator = build()
    noisy = with_instance_noise(discriminator, stddev=0.5, steps=100)
    inputs = small.examples(discriminator)
    assert [x.name for x in noisy.inputs] == [x.name for x in discriminator.inputs]
    assert small.trainable(noisy) == small.trainable(discriminator)
    assert_array_equal(noisy(inputs), discriminator(inputs))


@every_discriminator
def test_it_sees_images_through_noise_in_training(build):
    noisy = with_instance_noise(build(), stddev=0.5, steps=100)
    inputs = small.examples(noisy)
    assert {layer.stddev for layer in noises(noisy)} == {0.5}
    images = inputs if isinstance(inputs, tuple) else (inputs,)
    images = [x for x in images if x.dtype == np.float32]
    for image, layer in zip(images, noises(noisy), strict=True):
        seen = keras.Model(noisy.input, layer.output)(inputs, training=True)
        assert image.shape == seen.shape
        assert 0.2 < np.std(seen - image) < 0.8


@every_discriminator
def test_the_noise_dies_out(build):
    discriminator = build()
    noisy = with_instance_noise(discriminator, stddev=0.5, steps=100)
    for layer in noises(noisy):
        layer.step.assign(100)
    inputs = small.examples(noisy)
    # The noise of other layers is the same in both.
    expected = discriminator(inputs, training=True)
    assert_array_equal(noisy(inputs, training=True), expected)


@every_discriminator
def test_the_features_are_those_of_the_noisy_images(build):
    noisy = with_instance_noise(build(), stddev=0.5, steps=100)
    features = keras.Model(noisy.input, noisy.get_layer("features").output)
    inputs = small.examples(noisy)
    first, second = (features(inputs, training=True) for _ in range(2))
    assert np.abs(first - second).max() > 0


@every_discriminator
def test_it_can_be_cloned(build):
    noisy = with_instance_noise(build(), stddev=0.5, steps=100)
    clone = keras.models.clone_model(noisy)
    clone.set_weights(noisy.get_weights())
    inputs = small.examples(noisy)
    assert_array_equal(noisy(inputs, training=True), clone(inputs, training=True))


def test_labels_have_no_noise_and_both_images_of_a_pair_have_their_own():
    noisy = with_instance_noise(cgan.discriminator((8, 8, 1), 4), stddev=1.0, steps=9)
    assert [layer.input.name for layer in noises(noisy)] == ["images"]
    noisy = with_instance_noise(patchgan.discriminator(width=1), stddev=1.0, steps=9)
    assert [layer.input.name for layer in noises(noisy)] == ["sources", "targets"]
    inputs = small.examples(noisy)
    seen = keras.Model(noisy.input, [layer.output for layer in noises(noisy)])
    first, second = seen(inputs, training=True)
    correlation = np.corrcoef(np.ravel(first - inputs[0]), np.ravel(second - inputs[1]))
    assert abs(correlation[0, 1]) < 0.1


def test_the_argument_keeps_its_weights_to_itself():
    discriminator = cgan.discriminator((8, 8, 1), 4, width=6)
    before = discriminator.get_weights()
    noisy = with_instance_noise(discriminator, stddev=0.5, steps=100)
    for weight in noisy.trainable_variables:
        weight.assign(weight + 1)
    for a, b in zip(before, discriminator.get_weights(), strict=True):
        assert_array_equal(a, b)


def test_a_discriminator_without_features_is_fine():
    points = keras.Input((2,), name="points")
    discriminator = keras.Model(points, layers.Dense(1)(points))
    noisy = with_instance_noise(discriminator, stddev=0.5, steps=100)
    inputs = small.examples(noisy)
    assert_allclose(noisy(inputs), discriminator(inputs))
    assert np.abs(noisy(inputs, training=True) - discriminator(inputs)).max() > 0


def test_noise_may_be_put_on_twice():
    once = with_instance_noise(patchgan.discriminator(width=1), stddev=1.0, steps=9)
    twice = with_instance_noise(once, stddev=2.0, steps=9)
    assert sorted(layer.stddev for layer in noises(twice)) == [1.0, 1.0, 2.0, 2.0]
