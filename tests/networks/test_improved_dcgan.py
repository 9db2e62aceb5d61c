import keras
import numpy as np
from keras import layers
from numpy.testing import assert_allclose

from tests.networks import small
from tfgan_zoo.layers import ReferenceBatch, VirtualBatchNorm
from tfgan_zoo.networks import dcgan, improved_dcgan


def kinds(network, kind):
    return [layer for layer in network.layers if isinstance(layer, kind)]


def test_the_networks_are_those_of_dcgan_but_for_their_norm_and_minibatch_layer():
    generator = improved_dcgan.generator((64, 64, 3))
    assert small.trainable(generator) == 3_576_704
    assert len(kinds(generator, VirtualBatchNorm)) == 4
    assert not kinds(generator, layers.BatchNormalization)
    discriminator = improved_dcgan.discriminator((64, 64, 3))
    minibatch = 8192 * 100 * 5 + 100
    assert small.trainable(discriminator) == 2_765_568 + minibatch
    assert discriminator.get_layer("features").output.shape[1:] == (8192 + 100,)


def test_it_follows_batch_norm_where_the_reference_is_the_minibatch():
    # R examples of the reference, and the same as minibatch: but for the example's own
    # weight, 1/(R + 1), both norms take the same statistics.
    sizes = {"latent_dim": 8, "width": 4}
    virtual = improved_dcgan.generator((16, 16, 1), reference_size=256, **sizes)
    batch = dcgan.generator((16, 16, 1), **sizes)
    for a, b in zip(
        batch.trainable_variables, virtual.trainable_variables, strict=True
    ):
        a.assign(b)
    reference = kinds(virtual, ReferenceBatch)[0].reference
    assert_allclose(virtual(reference), batch(reference, training=True), atol=5e-3)


def test_an_image_does_not_depend_on_its_minibatch():
    generator = improved_dcgan.generator((16, 16, 1), latent_dim=8, width=4)
    latents = small.examples(generator, batch_size=4)
    alone = np.concatenate([generator(latents[i : i + 1]) for i in range(4)])
    assert_allclose(generator(latents, training=True), alone, atol=1e-5)


def test_the_reference_is_drawn_by_the_law_of_the_latents():
    generator = improved_dcgan.generator((16, 16, 1), width=2)
    (layer,) = kinds(generator, ReferenceBatch)
    assert layer.reference.shape == (64, 100)
    assert not layer.reference.trainable
    assert_allclose(np.std(layer.reference), 3**-0.5, rtol=0.02)
    assert np.abs(layer.reference).max() <= 1

    normal = keras.initializers.RandomNormal(stddev=1.0)
    generator = improved_dcgan.generator((16, 16, 1), width=2, reference=normal)
    (layer,) = kinds(generator, ReferenceBatch)
    assert_allclose(np.std(layer.reference), 1, rtol=0.05)


def test_an_image_is_judged_beside_the_others():
    discriminator = improved_dcgan.discriminator((16, 16, 1), width=2, kernels=3)
    images = small.examples(discriminator)
    features = keras.Model(
        discriminator.input, discriminator.get_layer("features").output
    )
    alone = np.array(features(images[:1]))
    beside = np.array(features(images))[:1]
    crowded = np.array(features(np.repeat(images[:1], 3, axis=0)))[:1]
    assert_allclose(alone[:, :-3], beside[:, :-3], atol=1e-6)
    assert_allclose(alone[:, -3:], 1)
    assert_allclose(crowded[:, -3:], 3, rtol=1e-4)
    assert np.all((beside[:, -3:] > 1) & (beside[:, -3:] < 3))
