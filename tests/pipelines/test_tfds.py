"""TFDS datasets by name, on TFDS's own mocked data; nothing is downloaded."""

import os
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_datasets as tfds
from numpy.testing import assert_array_equal

import pipelines
from pipelines import memory

SHAPES = {
    "mnist": (28, 28, 1),
    "fashion_mnist": (28, 28, 1),
    "cifar10": (32, 32, 3),
    "svhn_cropped": (32, 32, 3),
    "celeb_a": (218, 178, 3),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """What TFDS writes about sets that it has prepared, without their images."""
    folder = tmp_path_factory.mktemp("prepared")
    for name in SHAPES:
        builder = tfds.builder(name, data_dir=folder, try_gcs=False)
        files = tfds.core.ShardedFileTemplate(
            data_dir=builder.data_path, dataset_name=name, filetype_suffix="tfrecord"
        )
        splits = [
            tfds.core.SplitInfo(
                name=split, shard_lengths=[40], num_bytes=1, filename_template=files
            )
            for split in ("train", "test")
        ]
        builder.info.set_splits(tfds.core.splits.SplitDict(splits))
        builder.data_path.mkdir(parents=True)
        builder.info.write_to_directory(builder.data_path)
    return folder


@pytest.fixture
def mocked(prepared):
    with tfds.testing.mock_data(num_examples=40, data_dir=prepared):
        yield


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize("name", SHAPES)
def test_the_sets_of_the_papers(name, in_memory):
    assert pipelines.info(name).shape == SHAPES[name]
    data = pipelines.load(name, batch_size=8, image_size=32, in_memory=in_memory)
    shape = (8, 32, 32, SHAPES[name][-1])
    assert data.element_spec == tf.TensorSpec(shape, tf.uint8)
    batch = next(iter(data))
    assert np.min(batch) < np.max(batch)


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize("name", ["mnist", "cifar10"])
def test_labels(name):
    data = pipelines.load(name, batch_size=8, labels=True, in_memory=True)
    _, labels = next(iter(data))
    assert labels.shape == (8,)
    assert len(pipelines.info(name).classes) == 10


@pytest.mark.usefixtures("mocked")
def test_celeb_a_has_no_labels_and_keeps_its_shape():
    data = pipelines.load("celeb_a", batch_size=2, in_memory=True)
    assert data.element_spec.shape == (2, 218, 178, 3)
    with pytest.raises(ValueError, match="has no labels"):
        pipelines.load("celeb_a", batch_size=2, labels=True)


@pytest.mark.usefixtures("mocked")
def test_grey_and_colour_on_request():
    data = pipelines.load("mnist", batch_size=2, channels=3, in_memory=True)
    assert data.element_spec.shape == (2, 28, 28, 3)
    data = pipelines.load("cifar10", batch_size=2, channels=1, in_memory=True)
    assert data.element_spec.shape == (2, 32, 32, 1)


def streamed(**kwargs):
    """`digits` read as a set too large for memory is."""
    arguments = {"batch_size": 50, "seed": 2, "in_memory": False, **kwargs}
    return pipelines.load("digits", **arguments)


def take(data, steps):
    return [np.array(x) for x in data.take(steps)]


def test_streaming_reads_the_same_images():
    kwargs = {"shuffle": False, "repeat": False, "image_size": 16, "labels": True}
    inside = pipelines.load("digits", batch_size=50, in_memory=True, **kwargs)
    for (x, y), (same, also) in zip(streamed(**kwargs), inside, strict=True):
        assert_array_equal(x, same)
        assert_array_equal(y, also)


def test_streaming_shuffles_anew_in_every_pass():
    whole = np.concatenate(take(streamed(batch_size=721), 4))
    first, second = (
        [x.tobytes() for x in whole[s]] for s in (slice(1442), slice(1442, None))
    )
    assert sorted(first) == sorted(second)
    assert first != second


def test_streaming_is_a_function_of_the_seed_and_step():
    whole = take(streamed(), 40)
    assert_array_equal(whole[33:], take(streamed(start_step=33), 7))
    assert not np.array_equal(whole[0], take(streamed(seed=3), 1)[0])


def test_streaming_shares_batches_among_replicas():
    whole = take(streamed(), 3)
    shares = [take(streamed(replica=i, replicas=2), 3) for i in range(2)]
    for batch, *parts in zip(whole, *shares, strict=True):
        assert_array_equal(np.concatenate(parts), batch)


def test_a_batch_larger_than_a_streamed_set_is_refused():
    with pytest.raises(ValueError, match="larger than the dataset of 1442"):
        streamed(batch_size=5000)


def test_large_sets_stay_on_disk(monkeypatch):
    monkeypatch.setattr(memory, "memory", lambda: 2**32)
    assert memory.belongs_in_memory(60_000, (28, 28, 1))
    assert memory.belongs_in_memory(73_257, (32, 32, 3))
    assert not memory.belongs_in_memory(162_770, (64, 64, 3))
    monkeypatch.setattr(memory, "memory", lambda: 2**34)
    assert memory.belongs_in_memory(162_770, (64, 64, 3))


@pytest.mark.parametrize("limit", ["1048576\n", "max\n", None])
def test_a_container_has_less_memory_than_its_machine(limit, tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_LIMITS", ())
    machine = memory.memory()
    file = tmp_path / "memory.max"
    if limit is not None:
        file.write_text(limit)
    monkeypatch.setattr(memory, "_LIMITS", (str(file),))
    assert memory.memory() == (2**20 if limit == "1048576\n" else machine)


def test_slices_of_splits():
    data = pipelines.load("digits", split="train[:50%]", batch_size=721, repeat=False)
    assert len(list(data)) == 1


def test_without_a_network_the_error_says_what_failed(tmp_path):
    # Every address is sent to a closed port, as behind a wall.
    code = (
        "import pipelines\n"
        f"pipelines.load('mnist', batch_size=4, data_dir={str(tmp_path)!r})"
    )
    wall = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **wall, "no_proxy": ""},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    error = answer.stderr.splitlines()[-1]
    assert "TFDS could not download and prepare 'mnist'" in error
    assert "needs neither download nor account: digits" in error


def test_a_set_of_another_version_is_named_and_read_on_request(tmp_path):
    def example_of(value):
        image = np.full((28, 28, 1), value, np.uint8)
        return {"image": image, "label": value % 10}

    features = tfds.builder("mnist", data_dir=tmp_path, try_gcs=False).info.features
    tfds.dataset_builders.store_as_tfds_dataset(
        name="mnist",
        version="1.2.3",
        data_dir=tmp_path,
        features=features,
        split_datasets={
            split: tf.data.Dataset.from_generator(
                lambda: map(example_of, range(12)),
                output_signature={
                    "image": tf.TensorSpec((28, 28, 1), tf.uint8),
                    "label": tf.TensorSpec((), tf.int64),
                },
            )
            for split in ("train", "test")
        },
    )
    with pytest.raises(ConnectionError) as error:
        pipelines.info("mnist", data_dir=tmp_path)
    assert f"{tmp_path / 'mnist'} holds version 1.2.3, and this" in str(error.value)
    assert "is read as mnist:1.2.3." in str(error.value)
    images = pipelines.examples("mnist:1.2.3", 12, data_dir=tmp_path)
    assert_array_equal(sorted(images[:, 0, 0, 0]), range(12))


def test_two_first_uses_at_once_find_one_finished_copy(tmp_path):
    code = (
        "import pipelines, sys; sys.stdin.read(1)\n"
        f"data = pipelines.Dataset('digits', data_dir={str(tmp_path)!r})\n"
        "print(data.info.examples['train'], len(data.arrays('test')))"
    )
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    command = [sys.executable, "-c", f"import tensorflow_datasets; {code}"]
    both = [subprocess.Popen(command, text=True, **pipes) for _ in range(2)]
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    for out, err in [process.communicate(timeout=120) for process in both]:
        assert out.splitlines()[-1:] == ["1442 355"], err


def test_a_set_without_images_is_refused():
    with pytest.raises(ValueError, match="'iris' has no image among its features"):
        pipelines.load("iris", batch_size=2)


def test_every_batch_is_ready_before_it_is_asked_for():
    data = pipelines.load("digits", batch_size=8)
    assert data.options().autotune.enabled is False
    assert isinstance(data, tf.data.Dataset)
