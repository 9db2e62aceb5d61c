import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from numpy.testing import assert_allclose

from tests.networks import small
from tfgan_zoo.layers import InstanceNormalization
from tfgan_zoo.networks import patchgan


def without_normalization(network):
    """Normalisation lets a score know the whole image's mean; here it must not."""

    def clone(layer):
        if isinstance(layer, InstanceNormalization):
            return layers.Identity()
        return layer.__class__.from_config(layer.get_config())

    return keras.models.clone_model(network, clone_function=clone)


def influence(network, size, row):
    """Rows and columns of pixels that the score in the map's row and column sees."""
    images = [
        tf.random.stateless_normal((1, size, size, tensor.shape[-1]), [i, 0])
        for i, tensor in enumerate(network.inputs)
    ]
    with tf.GradientTape() as tape:
        tape.watch(images)
        score = network(images)[0, row, row, 0]
    gradients = tape.gradient(score, images)
    seen = sum(np.abs(gradient).sum(axis=(0, 3)) for gradient in gradients) > 0
    return np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))


def test_the_70x70_patchgan_has_the_known_size():
    discriminator = patchgan.discriminator()
    assert small.trainable(discriminator) == 2_768_705
    convolutions = [x for x in discriminator.layers if isinstance(x, layers.Conv2D)]
    assert [x.filters for x in convolutions] == [64, 128, 256, 512, 1]
    assert [x.strides for x in convolutions] == [(2, 2)] * 3 + [(1, 1)] * 2
    assert [x.padding for x in convolutions] == ["valid"] * 5
    leaky = [x for x in discriminator.layers if isinstance(x, layers.LeakyReLU)]
    assert [x.negative_slope for x in leaky] == [0.2] * 4
    # Not on the first layer, nor on the output.
    norms = [x for x in discriminator.layers if isinstance(x, InstanceNormalization)]
    assert len(norms) == 3
    for convolution in convolutions[1:-1]:
        assert_allclose(np.std(convolution.kernel), 0.02, rtol=0.05)


@pytest.mark.parametrize(
    ("receptive_field", "side"), [(1, 256), (16, 126), (34, 62), (70, 30), (142, 14)]
)
def test_the_map_of_scores_of_256_pixels(receptive_field, side):
    discriminator = patchgan.discriminator(receptive_field=receptive_field, width=1)
    pair = small.examples(discriminator)
    pair = [np.resize(images, (1, 256, 256, 3)) for images in pair]
    assert discriminator(pair).shape == (1, side, side, 1)


@pytest.mark.parametrize("receptive_field", [1, 16, 34, 70, 142, 286])
def test_a_score_sees_its_receptive_field(receptive_field):
    discriminator = without_normalization(
        patchgan.discriminator(receptive_field=receptive_field, width=1)
    )
    # Wide enough for the patch of the score in the middle to lie inside.
    size = max(32, 2 * receptive_field)
    images = np.zeros((1, size, size, 3))
    middle = discriminator((images, images)).shape[1] // 2
    for seen in influence(discriminator, size, middle):
        assert seen[-1] - seen[0] + 1 == receptive_field
        if receptive_field > 1:
            assert len(seen) == receptive_field


def test_both_images_of_a_pair_are_seen():
    discriminator = patchgan.discriminator(width=2, receptive_field=16)
    sources, targets = small.examples(discriminator)
    scores = discriminator((sources, targets))
    assert np.abs(scores - discriminator((targets, sources))).max() > 0
    assert np.abs(scores - discriminator((sources, sources))).max() > 0


@pytest.mark.parametrize(
    ("receptive_field", "smallest"), [(16, 6), (34, 12), (70, 24), (142, 48)]
)
def test_any_size_from_the_smallest_on(receptive_field, smallest):
    discriminator = patchgan.discriminator(receptive_field=receptive_field, width=1)
    for height, width in ((smallest, smallest), (smallest + 1, 3 * smallest + 5)):
        images = np.zeros((2, height, width, 3))
        assert discriminator((images, images)).shape[0] == 2
    assert discriminator((images[:, :smallest, :smallest],) * 2).shape == (2, 1, 1, 1)


def test_an_unknown_receptive_field_names_the_known_ones():
    message = r"\[1, 16, 34, 70, 142, 286\]. Received: 64"
    with pytest.raises(ValueError, match=message):
        patchgan.discriminator(receptive_field=64)


@pytest.mark.parametrize("receptive_field", patchgan.RECEPTIVE_FIELDS)
def test_the_smallest_image_gets_one_score(receptive_field):
    side = patchgan.smallest_side(receptive_field)
    discriminator = patchgan.discriminator(receptive_field=receptive_field, width=1)
    pair = [np.zeros((1, side, side, 3), "float32")] * 2
    assert discriminator(pair).shape == (1, 1, 1, 1)
    with pytest.raises(ValueError, match="one of \\[1, 16"):
        patchgan.smallest_side(17)
