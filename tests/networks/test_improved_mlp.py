import itertools

import numpy as np
from keras import layers
from numpy.testing import assert_allclose

from tests.networks import small
from tfgan_zoo.layers import GaussianNoise, WeightNormalization
from tfgan_zoo.networks import improved_mlp


def test_the_networks_have_the_sizes_of_the_authors_code():
    # Each layer has one offset for each unit; the last layers have a scale, too.
    generator = improved_mlp.generator((28, 28, 1))
    assert small.trainable(generator) == 101 * 500 + 501 * 500 + 502 * 784
    discriminator = improved_mlp.discriminator((28, 28, 1))
    sizes = [784, 1000, 500, 250, 250, 250, 10]
    bare = sum((n + 1) * m for n, m in itertools.pairwise(sizes))
    assert small.trainable(discriminator) == bare + 10
    every = improved_mlp.discriminator((28, 28, 1), train_scales=True)
    assert small.trainable(every) == bare + sum(sizes[1:])
    for layer in discriminator.layers:
        if isinstance(layer, WeightNormalization):
            assert_allclose(np.std(layer.layer.kernel), 0.1, rtol=0.05)


def test_the_generator_is_that_of_the_authors_code():
    generator = improved_mlp.generator((28, 28, 1))
    norms = [x for x in generator.layers if isinstance(x, layers.BatchNormalization)]
    assert [layer.scale for layer in norms] == [False, False]
    hidden = [x for x in generator.layers if isinstance(x, layers.Activation)]
    assert [layer.activation.__name__ for layer in hidden] == ["softplus"] * 2
    # tanh(x / 2) is 2 sigmoid(x) - 1, of a gain of 1.
    output = next(x for x in generator.layers if isinstance(x, WeightNormalization))
    assert_allclose(output.g, 0.5)


def test_the_noise_is_that_of_the_authors_code_in_training_alone():
    discriminator = improved_mlp.discriminator((28, 28, 1))
    noise = [x for x in discriminator.layers if isinstance(x, GaussianNoise)]
    assert [layer.stddev for layer in noise] == [0.6] + [0.5] * 5
    images = small.examples(discriminator)
    scores = [np.array(discriminator(images, training=t)) for t in (0, 0, 1, 1)]
    assert np.array_equal(scores[0], scores[1])
    assert not np.allclose(scores[1], scores[2])
    assert not np.allclose(scores[2], scores[3])


def test_one_output_makes_an_ordinary_discriminator():
    discriminator = improved_mlp.discriminator((8, 8, 1), outputs=1, width=8)
    assert discriminator(np.zeros((3, 8, 8, 1))).shape == (3, 1)


def test_the_interval_of_uniform_latents_makes_no_difference():
    generator = improved_mlp.generator((8, 8, 1), latent_dim=5, width=16)
    latents = np.random.default_rng(0).uniform(size=(16, 5))
    assert_allclose(
        generator(latents, training=True),
        generator(2 * latents - 1, training=True),
        atol=1e-3,
    )
