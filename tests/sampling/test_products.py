import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tests import toys
from tfgan_zoo import objectives, recipes, sampling
from tfgan_zoo.networks import cgan

OBJECTIVES = [getattr(objectives, name) for name in objectives.__all__]


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_objective_leaves_a_generator(objective):
    products = toys.compiled(objective).products()
    assert isinstance(products["generator"], sampling.Sampler | sampling.Translator)
    for product in products.values():
        with pytest.raises(AttributeError):
            product.network = None


def test_the_averaged_generator_is_what_is_left():
    gan = recipes.dcgan.build((16, 16, 1), seed=0, width=2)
    product = gan.products()["generator"]
    assert product.network is gan.generator_average.generator
    assert product.prior == gan.prior


def test_a_conditional_generator_draws_its_classes_in_turn():
    network = cgan.generator((8, 8, 1), 3, latent_dim=5, width=12)
    product = sampling.Sampler(network, sampling.Uniform())
    assert product.num_classes == 3
    latents, labels = product.inputs(7, seed=4)
    assert_array_equal(labels, [0, 1, 2, 0, 1, 2, 0])
    images, same = product.samples(7, seed=4)
    assert_array_equal(same, labels)
    assert_allclose(images, network((latents, labels), training=False), atol=1e-6)


def test_many_samples_are_those_of_one_batch(monkeypatch):
    gan = recipes.gan.build((2,), seed=0, width=8)
    product = gan.products()["generator"]
    whole, labels = product.samples(10, seed=0)
    assert labels is None
    monkeypatch.setattr("tfgan_zoo.sampling.products.BATCH_SIZE", 3)
    assert_allclose(product.samples(10, seed=0)[0], whole, atol=1e-6)
    assert np.isfinite(whole).all()
