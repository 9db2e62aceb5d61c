import numpy as np
import pytest
from keras import layers
from numpy.testing import assert_allclose

from tests.networks import small
from tfgan_zoo.layers import (
    Dropout,
    HalfPaddedConv2DTranspose,
    WeightNormalization,
    initialize_from_data,
)
from tfgan_zoo.networks import improved_gan
from tfgan_zoo.training.seeding import seeded

# Each weight-normalised layer has one scale and one bias for each of its channels.
LAYERS_OF_D = [(27, 96), (864, 96), (864, 96), (864, 192), (1728, 192), (1728, 192)]
LAYERS_OF_D += [(1728, 192), (192, 192), (192, 192), (192, 10)]


def wrapped(network):
    return [x.layer for x in network.layers if isinstance(x, WeightNormalization)]


def test_the_networks_have_the_sizes_of_the_authors_code():
    generator = improved_gan.generator((32, 32, 3))
    # Batch normalisation has an offset for each unit or channel.
    assert small.trainable(generator) == (
        101 * 8192 + (25 * 512 + 1) * 256 + (25 * 256 + 1) * 128 + (25 * 128 + 2) * 3
    )
    discriminator = improved_gan.discriminator((32, 32, 3))
    assert small.trainable(discriminator) == sum((n + 2) * m for n, m in LAYERS_OF_D)
    kernels = [v for v in generator.trainable_variables if v.name == "kernel"]
    for kernel in (*kernels, *(layer.kernel for layer in wrapped(discriminator))):
        assert_allclose(np.std(kernel), 0.05, rtol=0.1)


def test_the_generator_doubles_three_times():
    generator = improved_gan.generator((32, 32, 3), width=2)
    shapes = [
        layer.output.shape[1:]
        for layer in generator.layers
        if isinstance(layer, HalfPaddedConv2DTranspose | WeightNormalization)
    ]
    assert shapes == [(8, 8, 4), (16, 16, 2), (32, 32, 3)]
    assert isinstance(generator.layers[-1].layer, HalfPaddedConv2DTranspose)
    norms = [x for x in generator.layers if isinstance(x, layers.BatchNormalization)]
    # The first is one of units, in front of the reshape.
    assert [layer.output.shape[1:] for layer in norms] == [
        (128,),
        (8, 8, 4),
        (16, 16, 2),
    ]
    assert not any(layer.scale for layer in norms)


def test_the_discriminator_is_that_of_the_authors_code():
    discriminator = improved_gan.discriminator((32, 32, 3), width=2)
    convolutions = [x for x in wrapped(discriminator) if isinstance(x, layers.Conv2D)]
    assert [x.filters for x in convolutions] == [2] * 3 + [4] * 6
    assert [x.kernel_size[0] for x in convolutions] == [3] * 7 + [1] * 2
    assert [x.strides[0] for x in convolutions] == [1, 1, 2, 1, 1, 2, 1, 1, 1]
    sides = [
        layer.output.shape[1]
        for layer in discriminator.layers
        if isinstance(layer, layers.LeakyReLU)
    ]
    assert sides == [32, 32, 16, 16, 16, 8, 6, 6, 6]
    slopes = [
        layer.negative_slope
        for layer in discriminator.layers
        if isinstance(layer, layers.LeakyReLU)
    ]
    assert slopes == [0.2] * 9
    dropout = [x for x in discriminator.layers if isinstance(x, Dropout)]
    assert [layer.rate for layer in dropout] == [0.2, 0.5, 0.5]
    assert discriminator.get_layer("features").output.shape[1:] == (4,)
    assert discriminator.output.shape[1:] == (10,)


def test_one_output_makes_an_ordinary_discriminator():
    discriminator = improved_gan.discriminator((16, 16, 3), outputs=1, width=2)
    assert discriminator(np.zeros((3, 16, 16, 3))).shape == (3, 1)


def test_the_interval_of_uniform_latents_makes_no_difference():
    with seeded(0):  # In any order of the tests: the epsilon weighs on some more.
        generator = improved_gan.generator((16, 16, 3), latent_dim=5, width=4)
    latents = np.random.default_rng(0).uniform(size=(16, 5))
    assert_allclose(
        generator(latents, training=True),
        generator(2 * latents - 1, training=True),
        atol=1e-3,  # The epsilon weighs more on the smaller ones.
    )


@pytest.mark.parametrize("shape", [(28, 28, 1), (30, 32, 3)])
def test_other_sizes_are_refused_with_advice(shape):
    with pytest.raises(ValueError, match="multiples of 8, such as 16, 24 or 32"):
        improved_gan.generator(shape)


def test_the_last_layers_begin_with_the_deviation_of_the_authors_code():
    generator = improved_gan.generator((16, 16, 3), latent_dim=5, width=4)
    discriminator = improved_gan.discriminator((16, 16, 3), width=4)
    latents = np.random.default_rng(0).uniform(size=(64, 5)).astype(np.float32)
    images = small.examples(discriminator, batch_size=64)
    for network, inputs, activation in (
        (generator, latents, np.arctanh),
        (discriminator, images, np.asarray),
    ):
        initialize_from_data(network, inputs)
        outputs = activation(np.array(network(inputs, training=True), np.float64))
        outputs = outputs.reshape(-1, outputs.shape[-1])
        assert_allclose(outputs.std(axis=0), 0.1, rtol=1e-3)
        assert_allclose(outputs.mean(axis=0), 0, atol=1e-4)


def test_the_initialisation_from_data_reaches_every_layer():
    discriminator = improved_gan.discriminator((16, 16, 3), width=2)
    before = [np.array(x.g) for x in discriminator.layers if hasattr(x, "g")]
    initialize_from_data(discriminator, small.examples(discriminator, batch_size=8))
    after = [np.array(x.g) for x in discriminator.layers if hasattr(x, "g")]
    assert len(after) == 10
    assert all(np.all(a != b) for a, b in zip(before, after, strict=True))
