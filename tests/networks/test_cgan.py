import numpy as np
import pytest
from keras import layers

from tests.networks import small
from tfgan_zoo.layers import Dropout, Maxout
from tfgan_zoo.networks import cgan


@pytest.mark.parametrize("shape", [(8, 8, 1), (28, 28, 1), (16, 12, 3)])
def test_shapes(shape):
    generator = cgan.generator(shape, 10, latent_dim=8, width=12)
    discriminator = cgan.discriminator(shape, 10, width=6)
    latents = np.random.default_rng(0).normal(size=(3, 8))
    labels = np.array([0, 9, 3])
    images = np.array(generator((latents, labels), training=True))
    assert images.shape == (3, *shape)
    assert discriminator((images, labels), training=True).shape == (3, 1)


def test_the_generator_has_the_sizes_of_the_paper():
    generator = cgan.generator((28, 28, 1), 10)
    dense = [x.units for x in generator.layers if isinstance(x, layers.Dense)]
    assert sorted(dense) == [200, 784, 1000, 1200]
    assert small.trainable(generator) == (
        101 * 200 + 11 * 1000 + 1201 * 1200 + 1201 * 784
    )
    kernels = [v for v in generator.trainable_variables if v.name == "kernel"]
    assert all(0.049 < np.abs(kernel).max() <= 0.05 for kernel in kernels)


def test_the_discriminator_has_the_sizes_of_the_paper():
    discriminator = cgan.discriminator((28, 28, 1), 10)
    maxout = [x for x in discriminator.layers if isinstance(x, Maxout)]
    sizes = sorted((layer.units, layer.pieces) for layer in maxout)
    assert sizes == [(50, 5), (240, 4), (240, 5)]
    dropout = [x for x in discriminator.layers if isinstance(x, Dropout)]
    assert sorted(layer.rate for layer in dropout) == [0.2, 0.5, 0.5]
    kernels = [v for v in discriminator.trainable_variables if v.name == "kernel"]
    assert all(0.0045 < np.abs(kernel).max() <= 0.005 for kernel in kernels)


def test_the_same_latents_under_two_labels_give_two_images():
    generator = cgan.generator((8, 8, 1), 10, latent_dim=8, width=60)
    latents = np.tile(np.random.default_rng(0).normal(size=(1, 8)), (10, 1))
    images = generator((latents, np.arange(10)))
    assert len(np.unique(images, axis=0)) == 10


@pytest.mark.parametrize("width", [1, 4, 7])
def test_any_width(width):
    assert cgan.generator((8, 8, 1), 10, width=width).count_params()
    assert cgan.discriminator((8, 8, 1), 10, width=width).count_params()
