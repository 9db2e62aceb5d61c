import keras
import numpy as np
import pytest
from keras import layers
from numpy.testing import assert_allclose, assert_array_equal

from tests.networks import small
from tfgan_zoo.layers import Dropout, InstanceNormalization
from tfgan_zoo.networks import unet


def kinds(network, kind):
    return [layer for layer in network.layers if isinstance(layer, kind)]


def test_the_u_net_at_256_has_the_known_size():
    generator = unet.generator((256, 256, 3))
    assert small.trainable(generator) == 54_413_955
    assert generator.input.name == "sources"
    # C64-C128-C256-C512-C512-C512-C512-C512, and back.
    down = [layer.filters for layer in kinds(generator, layers.Conv2D)]
    up = [layer.filters for layer in kinds(generator, layers.Conv2DTranspose)]
    assert down == [64, 128, 256, 512, 512, 512, 512, 512]
    assert up == [512, 512, 512, 512, 256, 128, 64, 3]
    assert kinds(generator, layers.Conv2D)[-1].output.shape[1:3] == (1, 1)
    # Normalised but for the outermost of both and the innermost.
    assert len(kinds(generator, InstanceNormalization)) == 6 + 7
    assert len(kinds(generator, layers.LeakyReLU)) == 7
    assert {x.negative_slope for x in kinds(generator, layers.LeakyReLU)} == {0.2}
    assert len(kinds(generator, layers.ReLU)) == 8
    dropout = kinds(generator, Dropout)
    assert [layer.rate for layer in dropout] == [0.5] * 3
    assert [layer.output.shape[1:3] for layer in dropout] == [(2, 2), (4, 4), (8, 8)]
    kernels = [v for v in generator.trainable_variables if v.name == "kernel"]
    for kernel in kernels[1:-1]:
        assert_allclose(np.std(kernel), 0.02, rtol=0.05)


@pytest.mark.parametrize(
    ("size", "depth", "dropouts"),
    [(64, 6, 3), (96, 5, 2), (48, 4, 2), (40, 3, 1), (28, 2, 1)],
)
def test_the_depth_follows_the_size(size, depth, dropouts):
    generator = unet.generator((size, size, 3), source_channels=2, width=2)
    assert len(kinds(generator, layers.Conv2D)) == depth
    assert len(kinds(generator, layers.Conv2DTranspose)) == depth
    assert len(kinds(generator, Dropout)) == dropouts
    assert generator(np.zeros((1, size, size, 2))).shape == (1, size, size, 3)


def test_images_may_be_wider_than_high_and_the_depth_be_chosen():
    generator = unet.generator((16, 32, 1), width=2, depth=3)
    assert len(kinds(generator, layers.Conv2D)) == 3
    assert generator(np.zeros((2, 16, 32, 3))).shape == (2, 16, 32, 1)


@pytest.mark.parametrize("depth", [1, 5, 9])
def test_a_depth_that_the_size_does_not_allow_is_refused(depth):
    with pytest.raises(ValueError, match=r"halve 4 times.*another `depth`.*\(48, 48"):
        unet.generator((48, 48, 3), width=2, depth=depth)


@pytest.mark.parametrize("shape", [(30, 30, 3), (33, 64, 3), (25, 25, 1)])
def test_other_sizes_are_refused_with_advice(shape):
    with pytest.raises(ValueError, match=r"resize or crop them to a multiple of 4"):
        unet.generator(shape)


def test_the_shortcuts_are_what_lets_details_pass():
    with_skips = unet.generator((16, 16, 1), width=2)
    without = unet.generator((16, 16, 1), width=2, skips=False)
    assert len(kinds(with_skips, layers.Concatenate)) == 3
    assert not kinds(without, layers.Concatenate)
    # With the innermost layer cut off, only a shortcut tells of the source.
    for generator, expected in ((with_skips, True), (without, False)):
        inner = kinds(generator, layers.Conv2D)[-1]
        inner.set_weights([0 * weight for weight in inner.get_weights()])
        dropped = keras.models.clone_model(
            generator,
            clone_function=lambda layer: (
                layers.Identity()
                if isinstance(layer, Dropout)
                else layer.__class__.from_config(layer.get_config())
            ),
        )
        for layer, copy in zip(generator.layers, dropped.layers, strict=True):
            if not isinstance(layer, Dropout):
                copy.set_weights(layer.get_weights())
        a, b = np.random.default_rng(0).normal(size=(2, 1, 16, 16, 3))
        assert bool(np.abs(dropped(a) - dropped(b)).max() > 0) == expected


def test_the_encoder_decoder_is_smaller_by_its_shortcuts():
    def count(**kwargs):
        return small.trainable(unet.generator((16, 16, 3), width=2, **kwargs))

    # Each layer of the decoder but the first takes as much again: 8, 4, 2 channels.
    assert count() - count(skips=False) == 16 * (8 * 4 + 4 * 2 + 2 * 3)


def test_the_dropout_is_the_noise_of_the_generator_at_test_too():
    generator = unet.generator((16, 16, 1), width=8)
    assert all(layer.at_test for layer in kinds(generator, Dropout))
    source = np.repeat(small.examples(generator, batch_size=1), 4, axis=0)
    assert len(np.unique(generator(source), axis=0)) == 4


def test_an_image_does_not_depend_on_its_batch():
    generator = unet.generator((16, 16, 1), width=2)
    for layer in kinds(generator, Dropout):
        layer.rate = 0.0
    sources = small.examples(generator, batch_size=4)
    alone = np.concatenate([generator(sources[i : i + 1]) for i in range(4)])
    assert_allclose(generator(sources, training=True), alone, atol=1e-6)


def test_two_u_nets_with_the_same_seed_are_equal():
    first, second = [], []
    for outputs in (first, second):
        keras.utils.set_random_seed(3)
        generator = unet.generator((16, 16, 1), width=2)
        outputs.append(generator(small.examples(generator)))
    assert_array_equal(first, second)


def test_without_dropout_there_is_no_noise_and_as_many_weights():
    noisy, quiet = (unet.generator((16, 16, 1), width=2, dropout=d) for d in (0.5, 0))
    assert kinds(noisy, Dropout)
    assert not kinds(quiet, Dropout)
    assert small.trainable(noisy) == small.trainable(quiet)
    sources = np.random.default_rng(0).uniform(-1, 1, (2, 16, 16, 3))
    for training in (True, False):
        first, second = (quiet(sources, training=training) for _ in range(2))
        assert_array_equal(first, second)
