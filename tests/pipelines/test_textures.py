import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

import pipelines
from pipelines import sources


@pytest.fixture(scope="module")
def crops():
    """Every crop of a split as TFDS holds it."""
    builder = sources.find("textures", None).builder
    return {
        split: list(builder.as_dataset(split=split).as_numpy_iterator())
        for split in ("train", "test")
    }


def test_the_textures():
    info = pipelines.info("textures")
    assert info.shape == (64, 64, 1)
    assert info.classes == ("brick", "grass", "gravel")
    assert info.examples == {"train": 1008, "test": 189}


def test_the_textures_are_credited():
    info = pipelines.info("textures")
    assert info.licence == "CC0 1.0"
    for origin in ("scikit-image", "Bricks25", "linolafett", "Gravel04"):
        assert origin in info.source


def test_crops_are_what_their_boxes_say(crops):
    from skimage import data

    for split in crops.values():
        for crop in split[::37]:
            name = pipelines.info("textures").classes[crop["label"]]
            top, left, bottom, right = crop["box"]
            expected = getattr(data, name)()[top:bottom, left:right]
            assert_array_equal(crop["image"][..., 0], expected)


def test_the_splits_share_no_pixel_and_a_crop_lies_between_them(crops):
    _, _, _, last = np.transpose([crop["box"] for crop in crops["train"]])
    _, first, _, _ = np.transpose([crop["box"] for crop in crops["test"]])
    assert first.min() - last.max() >= 64


def test_the_classes_are_balanced(crops):
    for split in crops.values():
        counts = np.bincount([crop["label"] for crop in split])
        assert list(counts) == [len(split) // 3] * 3


@pytest.mark.parametrize("size", [64, 32])
def test_textures_come_whole_or_halved(size):
    data = pipelines.load("textures", batch_size=9, image_size=size, labels=True)
    images, _ = data.element_spec
    assert images == tf.TensorSpec((9, size, size, 1), tf.uint8)
    images, _ = next(iter(data))
    assert np.std(images) > 0.1 * 127.5
