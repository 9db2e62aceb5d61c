"""What users of `keras.Model` try first."""

import keras
import numpy as np
import pytest
from numpy.testing import assert_array_equal

import tfgan_zoo as zoo

IMAGES = np.zeros((8, 8, 8, 1), np.float32)


@pytest.fixture(scope="module")
def gan():
    return zoo.recipes.gan.build((8, 8, 1), seed=0, width=4)


@pytest.mark.parametrize(
    ("act", "instead"),
    [
        (lambda gan, file: gan.evaluate(IMAGES), "zoo.Evaluation"),
        (lambda gan, file: gan.save(file), "zoo.export.save"),
        (lambda gan, file: gan.export(file), "zoo.export.save"),
        (lambda gan, file: gan.fit(IMAGES, validation_data=IMAGES), "zoo.Evaluation"),
        (lambda gan, file: gan.fit(IMAGES, validation_split=0.5), "zoo.Evaluation"),
        (lambda gan, file: gan.fit(IMAGES, None, 4, 1, 0, None, 0.5), "zoo.Evaluation"),
    ],
)
def test_what_is_not_there_names_what_is(act, instead, gan, tmp_path):
    with pytest.raises(NotImplementedError, match=instead):
        act(gan, tmp_path / "gan.keras")
    assert int(gan.step) == 0  # It is said before the first step.
    assert not any(tmp_path.iterdir())


def test_the_averaged_generator_is_sampled():
    gan = zoo.recipes.dcgan.build((16, 16, 1), seed=0, width=4)
    average = zoo.GeneratorAverage()
    gan.compile(
        keras.optimizers.SGD(), keras.optimizers.SGD(), generator_average=average
    )
    average.generator.set_weights([w + 0.1 for w in gan.generator.get_weights()])
    z = np.ones((2, gan.latent_dim), np.float32)
    assert_array_equal(gan(z), average.generator(z, training=False))
    assert np.any(gan(z) != gan.generator(z, training=False))


def test_labels_and_bytes_are_taken():
    gan = zoo.recipes.cgan.build((8, 8, 1), num_classes=3, seed=0, width=12)
    z, labels = np.ones((3, gan.latent_dim), np.float32), np.arange(3)
    samples = gan.generator((z, labels), training=False)
    assert_array_equal(gan((z, labels)), samples)
    np.testing.assert_allclose(gan.predict((z, labels), verbose=0), samples, atol=1e-6)

    gan = zoo.recipes.pix2pix.build((32, 32, 1), seed=0, width=4)
    assert gan.predict(np.full((1, 32, 32, 1), 255, np.uint8), verbose=0).max() <= 1
    keras.utils.set_random_seed(0)  # Its dropout is always on.
    given = np.full((1, 32, 32, 1), 255, np.uint8)
    assert gan(given).shape == given.shape


def test_a_gan_that_was_not_compiled_is_sampled():
    gan = zoo.recipes.gan.build((8, 8, 1), seed=0, width=4)
    again = zoo.GAN(gan.generator, gan.discriminator)
    z = np.ones((2, gan.latent_dim), np.float32)
    assert_array_equal(again(z), gan(z))
