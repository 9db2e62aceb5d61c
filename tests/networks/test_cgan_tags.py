import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import GaussianNoise
from tfgan_zoo.networks import cgan_tags


def noise(seed, *shape):
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype("float32")


@pytest.mark.parametrize("shape", [(32, 32, 1), (16, 24, 3)])
def test_words_have_length_one_and_are_drawn_as_squares(shape):
    generator = cgan_tags.generator(shape, width=4)
    images = np.array(generator(noise(0, 5, *shape)))
    assert images.shape == (5, *shape)
    height, width = shape[0] // 4, shape[1] // 4
    words = images[:, ::height, ::width, 0]
    assert_allclose(np.sum(words**2, axis=(1, 2)), 1, rtol=1e-5)
    squares = np.kron(words, np.ones((1, height, width)))
    assert_array_equal(images, np.repeat(squares[..., None], shape[-1], axis=-1))


def test_one_image_has_several_words_also_outside_of_training():
    generator = cgan_tags.generator((16, 16, 1), width=4)
    words = np.array(generator(np.repeat(noise(0, 1, 16, 16, 1), 9, axis=0)))
    assert len(np.unique(words[:, 0, 0, 0])) > 1


def test_the_discriminator_sees_the_squares_of_a_word_and_no_more():
    discriminator = cgan_tags.discriminator((16, 16, 1), width=4)
    images, word = noise(0, 3, 16, 16, 1), noise(1, 3, 4, 4, 1)
    drawn = np.kron(word, np.ones((1, 4, 4, 1), "float32"))
    stripes = np.tile([0.1, -0.1], 8).astype("float32")[:, None]
    logits = discriminator((images, drawn))
    assert logits.shape == (3, 1)
    assert_allclose(discriminator((images, drawn + stripes)), logits, atol=1e-5)
    assert np.abs(discriminator((images, -drawn)) - logits).min() > 1e-4


def test_noise_meets_words_of_ones():
    discriminator = cgan_tags.discriminator((16, 16, 1), width=4)
    (layer,) = (la for la in discriminator.layers if isinstance(la, GaussianNoise))
    assert layer.stddev == 1
    signs = np.sign(noise(0, 3, 4, 4, 1))
    drawn = np.kron(signs / 4, np.ones((1, 4, 4, 1), "float32"))
    words = keras.Model(discriminator.inputs, layer.input)((drawn, drawn))
    assert_allclose(words, signs.reshape(3, 16))


@pytest.mark.parametrize("player", [cgan_tags.generator, cgan_tags.discriminator])
def test_images_that_no_squares_fill_are_refused(player):
    with pytest.raises(ValueError, match=r"multiples of 4 pixels.*\(30, 32, 1\)"):
        player((30, 32, 1))
