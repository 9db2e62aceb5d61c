import numpy as np
import pytest

from tfgan_zoo.layers import Dropout, Maxout
from tfgan_zoo.networks import mlp


@pytest.mark.parametrize("shape", [(8, 8, 1), (28, 28, 1), (16, 16, 3), (2,)])
def test_shapes(shape):
    generator = mlp.generator(shape, latent_dim=8, width=16)
    discriminator = mlp.discriminator(shape, width=4, pieces=3)
    outputs = generator(np.random.default_rng(0).normal(size=(3, 8)))
    assert outputs.shape == (3, *shape)
    assert discriminator(outputs, training=True).shape == (3, 1)


def test_images_end_in_tanh_and_points_are_free():
    latents = 1e4 * np.ones((2, 8))
    assert np.abs(mlp.generator((8, 8, 1), latent_dim=8)(latents)).max() <= 1
    assert np.abs(mlp.generator((2,), latent_dim=8)(latents)).max() > 1


def test_the_discriminator_is_that_of_the_paper():
    discriminator = mlp.discriminator((28, 28, 1))
    maxout = [layer for layer in discriminator.layers if isinstance(layer, Maxout)]
    assert [(layer.units, layer.pieces) for layer in maxout] == [(240, 5), (240, 5)]
    dropout = [layer for layer in discriminator.layers if isinstance(layer, Dropout)]
    assert [layer.rate for layer in dropout] == [0.2, 0.5, 0.5]
