"""`Dataset`: one object for what a dataset is and how it is read."""

import inspect

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal
from PIL import Image

import pipelines
from pipelines import pipeline, sources, stream


@pytest.fixture
def folder(tmp_path):
    for i, name in enumerate(("cat/0", "cat/1", "dog/2")):
        file = tmp_path / f"{name}.png"
        file.parent.mkdir(exist_ok=True)
        Image.fromarray(np.full((6, 6, 3), i, np.uint8)).save(file)
    return tmp_path


def assert_same(one, other):
    for a, b in zip(tf.nest.flatten(one), tf.nest.flatten(other), strict=True):
        assert_array_equal(a, b)


def test_it_says_what_it_is():
    data = pipelines.Dataset("digits", image_size=16, channels=3)
    assert data.shape == (16, 16, 3)
    assert data.info == pipelines.info("digits")
    assert pipelines.Dataset("ring").shape == (2,)


def test_its_batches_and_arrays_are_those_of_the_functions():
    size, options = {"image_size": 16}, {"labels": True, "seed": 3}
    data = pipelines.Dataset("digits", **size)
    ours = next(data.batches(8, start_step=5, **options).as_numpy_iterator())
    theirs = pipelines.load("digits", batch_size=8, start_step=5, **size, **options)
    assert_same(ours, next(theirs.as_numpy_iterator()))
    theirs = pipelines.examples("digits", 7, split="test", **size, **options)
    assert_same(data.arrays("test", 7, **options), theirs)
    few = {"labels_per_class": 2, "seed": 3}
    theirs = pipelines.few_labels("digits", **few, **size)
    assert_same(data.few_labels(2, seed=3), theirs)
    ours = next(data.partly_labelled(8, **few).as_numpy_iterator())
    theirs = pipelines.semi_supervised("digits", batch_size=8, **few, **size)
    assert_same(ours, next(theirs.as_numpy_iterator()))
    assert list(data.profile(8, batches=1, rounds=1)) == ["order", "batch"]


@pytest.mark.parametrize(
    ("parts", "options"),
    [
        (("images", "labels"), {}),
        ((("images", "labels"), "unlabelled"), {"labels_per_class": 1}),
    ],
)
def test_batches_have_the_parts_that_are_asked_for(parts, options):
    batches = pipelines.Dataset("digits").batches_of(parts, 4, **options)
    assert len(tf.nest.flatten(batches.element_spec)) == len(tf.nest.flatten(parts))


def test_the_files_of_a_folder_are_listed_once(folder):
    data = pipelines.Dataset(f"folder:{folder}", image_size=6)
    (folder / "dog" / "3.png").write_bytes((folder / "dog" / "2.png").read_bytes())
    images = data.arrays(shuffle=False)
    assert images[:, 0, 0, 0].tolist() == [0, 1, 2]
    assert data.contents()["files"] == 3
    assert pipelines.contents(f"folder:{folder}")["files"] == 4


def test_it_checks_its_files(folder):
    data = pipelines.Dataset(f"folder:{folder}")  # No size is needed for that.
    data.check()
    (folder / "dog" / "2.png").write_bytes(b"no image")
    with pytest.raises(ValueError, match=r"2\.png"):
        data.check()
    with pytest.raises(ValueError, match="name the size"):
        data.batches(2)


@pytest.mark.parametrize(
    "call",
    [
        lambda data: data.batches(4, split="val"),
        lambda data: data.arrays("val", 4),
        lambda data: data.few_labels(1, seed=0, split="val"),
        lambda data: data.partly_labelled(4, labels_per_class=1, split="val"),
    ],
)
def test_a_split_that_there_is_not_is_refused(call):
    with pytest.raises(ValueError, match=r"Unknown split of 'digits': 'val'. Known:"):
        call(pipelines.Dataset("digits"))


@pytest.mark.parametrize(
    "call",
    [
        lambda **more: pipelines.load("digits", batch_size=4, **more),
        lambda **more: pipelines.examples("digits", 4, **more),
        lambda **more: pipelines.info("digits", **more),
        lambda **more: pipelines.profile("digits", batch_size=4, **more),
        lambda **more: pipelines.few_labels(
            "digits", labels_per_class=1, seed=0, **more
        ),
    ],
)
def test_a_misspelt_argument_is_named(call):
    with pytest.raises(TypeError, match="imagesize"):
        call(imagesize=8)


def test_no_option_has_two_meanings():
    # The functions take both kinds, and tell them apart by their names.
    own = inspect.signature(pipelines.Dataset).parameters
    of_batches = inspect.signature(pipelines.Dataset.batches).parameters
    assert not own.keys() & of_batches.keys()


@pytest.mark.parametrize("name", ["digits", "ring", "folder", "pairs"])
def test_every_source_has_the_same_face(name, folder):
    path = f"{name}:{folder / 'cat'}" if name in ("folder", "pairs") else name
    if name == "pairs":
        for file in (folder / "cat").iterdir():
            Image.fromarray(np.zeros((4, 8, 3), np.uint8)).save(file)
    source = sources.find(path)
    assert isinstance(source, sources.Source)
    size = {"image_size": None if name == "ring" else 4}
    order = stream.BatchOrder(2, seed=0)
    made = source.pipeline("train", order, in_memory=False, **size)
    assert isinstance(made, pipeline.Pipeline)
    assert made.stages[-1] in ("draw", "batch")
    for stage in made.stages:
        next(made.upto(stage).as_numpy_iterator())
    examples, labels = next(made.dataset().as_numpy_iterator())
    assert len(examples) == len(labels) == 2
