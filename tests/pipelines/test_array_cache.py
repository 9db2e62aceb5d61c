"""The cache of arrays: sets in memory are there once, however many read them."""

import gc

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

import pipelines
from pipelines import array_cache
from pipelines.folders import file_source
from pipelines.sources import tfds_images
from tfgan_zoo import recipes
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.runs.data import RunData


@pytest.fixture
def reads(monkeypatch):
    """One entry for each time that a set is read as a whole."""
    gc.collect()
    count = []

    def counting(module, name):
        original = getattr(module, name)

        def counted(*args, **kwargs):
            count.append(name)
            return original(*args, **kwargs)

        monkeypatch.setattr(module, name, counted)

    counting(tfds_images.Source, "arrays")
    counting(file_source, "arrays")
    return count


@pytest.fixture
def folder(tmp_path):
    for name in ("a", "b"):
        Image.fromarray(np.full((4, 4, 3), 9, np.uint8)).save(tmp_path / f"{name}.png")
    return tmp_path


def test_datasets_of_one_set_share_it(reads):
    one = pipelines.load("digits", batch_size=4, seed=1)
    other = pipelines.load("digits", batch_size=4, seed=1, labels=True)
    assert reads == ["arrays"]
    first = next(other.as_numpy_iterator())[0]
    assert_array_equal(next(one.as_numpy_iterator()), first)


def test_another_size_or_split_is_another_set(reads):
    kept = [
        pipelines.load("digits", batch_size=4, **options)
        for options in ({}, {"image_size": 8}, {"split": "test"}, {"channels": 3})
    ]
    assert len(reads) == len(kept) == 4


def test_it_goes_with_the_last_dataset(reads):
    data = pipelines.load("digits", batch_size=4)
    del data
    gc.collect()
    assert not array_cache._SETS
    pipelines.load("digits", batch_size=4)
    assert len(reads) == 2


def test_files_that_changed_are_read_again(folder, reads):
    def first():
        data = pipelines.load(f"folder:{folder}", batch_size=2, image_size=4)
        return data, next(data.as_numpy_iterator())

    kept, old = first()
    assert_array_equal(first()[1], old)
    assert len(reads) == 1
    Image.fromarray(np.full((4, 4, 3), 200, np.uint8)).save(folder / "a.png")
    assert not np.array_equal(np.sort(first()[1], axis=0), np.sort(old, axis=0))
    del kept


def test_replicas_share_a_set(reads, two_replicas):
    data = RunData(RunConfig("dcgan", image_size=16), recipes.dcgan)
    batches = data.batches(8, 0, two_replicas)
    assert len(reads) == 1
    next(iter(batches))
