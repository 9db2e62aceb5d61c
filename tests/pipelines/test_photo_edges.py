import numpy as np
import pytest
from numpy.testing import assert_array_equal

import pipelines
from pipelines import sources
from pipelines.embedded import photo_edges


@pytest.fixture(scope="module")
def crops():
    """Every pair of a split as TFDS holds it."""
    builder = sources.find("photo_edges", None).builder
    return {
        split: list(builder.as_dataset(split=split).as_numpy_iterator())
        for split in ("train", "test")
    }


@pytest.mark.usefixtures("crops")
def test_the_photo_edges():
    info = pipelines.info("photo_edges")
    assert info.pairs
    assert info.shape == (64, 64, 3)
    assert info.classes == ()
    # Not to the crop: releases of scikit-image may draw a line more or less.
    assert 4000 < info.examples["train"] < 4200
    assert 570 < info.examples["test"] < 620


def test_every_photograph_is_credited():
    info = pipelines.info("photo_edges")
    for name, photograph in photo_edges.PHOTOGRAPHS.items():
        assert f"{name}: {photograph.credit}" in info.source
        assert name in info.licence
    for name in ("danielbuechele", "vultilion", "Stefan van der Walt", "NASA"):
        assert name in info.source
    assert "CC BY 2.0 (china, flower" in info.licence


def test_every_photograph_is_in_both_splits(crops):
    for split, least in (("train", 45), ("test", 15)):
        names = [crop["photograph"].decode() for crop in crops[split]]
        assert set(names) == set(photo_edges.PHOTOGRAPHS)
        assert min(map(names.count, names)) >= least


def test_the_splits_share_no_pixel(crops):
    for name in photo_edges.PHOTOGRAPHS:
        height, width, _ = photo_edges.read(name).shape
        covered = {}
        for split, pairs in crops.items():
            covered[split] = np.zeros((height, width), bool)
            for pair in pairs:
                if pair["photograph"].decode() == name:
                    top, left, bottom, right = pair["box"]
                    assert bottom <= height
                    assert right <= width
                    covered[split][top:bottom, left:right] = True
        assert not np.any(covered["train"] & covered["test"])
        assert covered["train"].sum() > covered["test"].sum() > 0


def test_targets_are_what_their_boxes_say(crops):
    for pairs in crops.values():
        for pair in pairs[::29]:
            name = pair["photograph"].decode()
            top, left, bottom, right = pair["box"]
            pixels = photo_edges.read(name)[top:bottom, left:right]
            factor = photo_edges.PHOTOGRAPHS[name].factor
            expected = photo_edges.reduce(pixels, factor)
            assert_array_equal(pair["target"], expected)


def test_sources_are_black_lines_on_white_neither_empty_nor_dense(crops):
    shares = []
    for pairs in crops.values():
        for pair in pairs:
            assert set(np.unique(pair["source"])) == {0, 255}
            assert np.ptp(pair["source"], axis=-1).max() == 0
            shares.append(np.mean(pair["source"] == 0))
    assert min(shares) >= 0.01
    assert max(shares) < 0.36
    assert 0.05 < np.median(shares) < 0.25


def test_lines_lie_where_the_photograph_changes(crops):
    ratios = []
    for pair in crops["test"]:
        grey = pair["target"].astype(float).mean(-1)
        steep = np.hypot(*np.gradient(grey))
        lines = pair["source"][..., 0] == 0
        ratios.append(steep[lines].mean() / max(steep[~lines].mean(), 1))
    assert np.median(ratios) > 2


@pytest.mark.parametrize("size", [32, 64, 128])
def test_pairs_come_in_any_size(size):
    data = pipelines.load("photo_edges", batch_size=8, image_size=size, split="test")
    for images in next(iter(data)):
        assert images.shape == (8, size, size, 3)
        assert images.dtype == np.uint8
        assert np.min(images) < 128 < np.max(images)


def test_the_splits_are_told_apart_by_regions_that_touch_only():
    for name, (factor, _) in photo_edges.PHOTOGRAPHS.items():
        small = photo_edges.reduce(photo_edges.read(name), factor)
        whole = photo_edges.Box(0, 0, *small.shape[:2])
        (left, right), strip = whole.split(50, photo_edges.HELD_OUT)
        assert (left.left, left.right, strip.left) == (0, 50, 50)
        assert (strip.right, right.left, right.right) == (122, 122, small.shape[1])


def test_the_crops_are_the_same_in_every_preparation(crops, tmp_path):
    again = sources.find("photo_edges", str(tmp_path)).builder
    for one, other in zip(crops["test"], again.as_dataset(split="test"), strict=True):
        assert_array_equal(one["source"], other["source"])
        assert_array_equal(one["target"], other["target"])
