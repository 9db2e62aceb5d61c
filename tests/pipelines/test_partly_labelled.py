"""Few labels: which ones are known, and that no other reaches a batch."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

import pipelines
from pipelines import partly_labelled, stream
from pipelines.sources import tfds_images

ARGUMENTS = {"labels_per_class": 10, "batch_size": 100, "seed": 4}


def take(steps=3, name="digits", **kwargs):
    data = pipelines.semi_supervised(name, **{**ARGUMENTS, **kwargs})
    return [
        (images, labels, unlabelled)
        for (images, labels), unlabelled in data.take(steps).as_numpy_iterator()
    ]


def few(name="digits", **kwargs):
    return pipelines.few_labels(name, **{"labels_per_class": 10, "seed": 4, **kwargs})


def keys(images, labels=None):
    labels = [None] * len(images) if labels is None else labels
    return [(x.tobytes(), y) for x, y in zip(images, labels, strict=True)]


def assert_same(one, other):
    for step, same in zip(one, other, strict=True):
        for part, also in zip(step, same, strict=True):
            assert_array_equal(part, also)


def test_the_contract():
    for images, labels, unlabelled in take(image_size=16):
        for part in (images, unlabelled):
            assert part.shape == (100, 16, 16, 1)
            assert part.dtype == np.uint8
            assert part.min() < 128 < part.max()
        assert labels.shape == (100,)
        assert labels.dtype == np.int64


def test_each_class_keeps_as_many_labels_as_asked_for():
    images, labels = few()
    assert list(np.bincount(labels)) == [10] * 10
    assert images.shape == (100, 8, 8, 1)
    for images, labels, _ in take(1):  # A batch of 100: the chosen few, each once.
        assert sorted(keys(images, labels)) == sorted(keys(*few()))


def test_the_chosen_few_bear_their_true_labels():
    whole = pipelines.load("digits", batch_size=1442, labels=True, repeat=False)
    images, labels = next(iter(whole.as_numpy_iterator()))
    assert set(keys(*few())) <= set(keys(images, labels))


def test_labels_in_batches_are_those_of_the_chosen_few():
    chosen = set(keys(*few()))
    for images, labels, _ in take(40, batch_size=32):
        assert set(keys(images, labels)) <= chosen


def test_no_other_label_reaches_a_batch(monkeypatch):
    # With the choice made, every other label is overwritten: nothing changes, for
    # three passes over all images.
    before = take(43)
    read, choose = tfds_images.Source.arrays, partly_labelled.choose

    def corrupt(source, *args, **kwargs):
        images, labels = read(source, *args, **kwargs)
        chosen = choose(labels, source.info.classes, 10, 4)
        monkeypatch.setattr(partly_labelled, "choose", lambda *_: chosen)
        hidden = np.setdiff1d(np.arange(len(labels)), chosen)
        labels = labels.copy()
        labels[hidden] = np.random.default_rng(0).integers(-99, 99, len(hidden))
        return images, labels

    monkeypatch.setattr(tfds_images.Source, "arrays", corrupt)
    assert_same(before, take(43))


def test_the_unlabelled_part_is_all_images():
    _, _, unlabelled = take(1, batch_size=1442)[0]
    whole = next(iter(pipelines.load("digits", batch_size=1442, repeat=False)))
    assert sorted(keys(unlabelled)) == sorted(keys(whole.numpy()))


def test_few_labels_fill_a_batch_by_going_on_into_the_next_permutation():
    chosen = keys(*few(labels_per_class=2))
    batches = take(2, labels_per_class=2)
    for images, labels, _ in batches:
        rows = keys(images, labels)
        passes = [rows[i : i + 20] for i in range(0, 100, 20)]
        for one in passes:
            assert sorted(one) == sorted(chosen)
        assert passes[0] != passes[1]


def test_both_parts_are_in_orders_of_their_own():
    order = stream.BatchOrder(batch_size=100, seed=4)
    labelled, unlabelled = order.at(0, 1442, tag=1), order.at(0, 1442)
    assert not np.array_equal(labelled, unlabelled)


def test_the_seed_fixes_choice_and_order():
    assert_same(take(), take())
    assert set(keys(*few())) != set(keys(*few(seed=5)))
    assert not np.array_equal(take(1)[0][2], take(1, seed=5)[0][2])
    assert_array_equal(few(seed=-1)[1], few(seed=-1)[1])


def test_without_a_seed_it_runs():
    assert len(take(1, seed=None)) == 1


def test_a_smaller_choice_is_part_of_a_larger_one():
    assert set(keys(*few(labels_per_class=3))) < set(keys(*few()))


def test_the_choice_does_not_depend_on_the_size_of_images():
    assert_array_equal(few(image_size=16, channels=3)[1], few()[1])
    small = np.mean(few()[0], axis=(1, 2, 3))
    large = np.mean(few(image_size=16, channels=3)[0], axis=(1, 2, 3))
    assert np.abs(small - large).max() < 0.02 * 127.5


def test_starting_at_a_step_is_going_on_from_it():
    assert_same(take(20)[17:], take(3, start_step=17))


def test_replicas_take_their_rows_of_both_parts():
    shares = [take(replica=i, replicas=2) for i in range(2)]
    for whole, *parts in zip(take(), *shares, strict=True):
        for part, *halves in zip(whole, *parts, strict=True):
            assert_array_equal(np.concatenate(halves), part)


def test_folders_of_classes_serve_too(tmp_path):
    random = np.random.default_rng(0)
    for i in range(8):
        file = tmp_path / "ab"[i % 2] / f"{i}.png"
        file.parent.mkdir(exist_ok=True)
        Image.fromarray(random.integers(0, 256, (9, 9, 3), np.uint8)).save(file)
    name = f"folder:{tmp_path}"
    images, labels, unlabelled = take(
        1, name, labels_per_class=1, batch_size=4, image_size=8
    )[0]
    assert sorted(labels) == [0, 0, 1, 1]
    assert images.shape == unlabelled.shape == (4, 8, 8, 3)


def test_more_labels_than_a_class_has():
    with pytest.raises(ValueError, match=r"'0' has 1\d\d examples.*_class`=900"):
        few(labels_per_class=900)


@pytest.mark.parametrize("count", [0, -1])
def test_fewer_labels_than_one(count):
    with pytest.raises(ValueError, match=f"at least 1. Received: {count}"):
        take(labels_per_class=count)


@pytest.mark.parametrize(
    ("name", "kwargs", "match"),
    [
        ("ring", {}, "'ring' holds points"),
        ("digits", {"batch_size": 2000}, "batch of 2000 is larger than .* 1442"),
        ("digits", {"replicas": 3}, "3 replicas cannot share a batch of 100"),
        ("digits", {"split": "trian"}, "Did you mean 'train'"),
        ("digits", {"channels": 2}, "`channels` is 1 or 3"),
    ],
)
def test_what_cannot_be_served_says_why(name, kwargs, match):
    with pytest.raises(ValueError, match=match):
        take(name=name, **kwargs)


def test_a_set_that_memory_cannot_hold(monkeypatch):
    monkeypatch.setattr("pipelines.memory.memory", lambda: 2**20)
    with pytest.raises(ValueError, match=r"1442 images .* too many to hold"):
        take(image_size=32)


def test_a_set_without_labels_has_none_to_keep(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    with pytest.raises(ValueError, match="has no labels"):
        take(name=f"folder:{tmp_path}", image_size=8)
