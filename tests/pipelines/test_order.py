"""The order of examples: a permutation in each pass, and a function of the step."""

import time

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

import pipelines
from pipelines import stream

COUNT = 1442  # Training digits.


def batches(steps, **kwargs):
    arguments = {"batch_size": 100, "seed": 3, **kwargs}
    data = pipelines.load("digits", **arguments)
    return [np.array(x) for x in data.take(steps)]


def keys(images):
    """A number for each image; the few scans that are alike share one."""
    return [hash(image.tobytes()) for image in images]


def test_every_pass_is_a_permutation_and_passes_differ():
    whole = np.concatenate(batches(2, batch_size=COUNT))
    first, second = keys(whole[:COUNT]), keys(whole[COUNT:])
    assert sorted(first) == sorted(second)
    assert first != second


def test_without_shuffling_the_order_is_that_of_the_set():
    once = np.concatenate(batches(2, batch_size=COUNT, shuffle=False))
    assert keys(once[:COUNT]) == keys(once[COUNT:])


def test_one_pass_ends_and_drops_the_remainder():
    data = pipelines.load("digits", batch_size=100, repeat=False, seed=0)
    shapes = [x.shape for x in data]
    assert shapes == [(100, 8, 8, 1)] * (COUNT // 100)


def test_the_seed_fixes_the_order():
    assert_array_equal(batches(2), batches(2))
    assert not np.array_equal(batches(2), batches(2, seed=4))


@pytest.mark.parametrize("name", ["digits", "ring"])
def test_starting_at_a_step_is_going_on_from_it(name):
    def take(start_step, steps):
        data = pipelines.load(name, batch_size=500, seed=1, start_step=start_step)
        return np.stack(list(data.take(steps)))

    assert_array_equal(take(0, 8)[5:], take(5, 3))


@pytest.mark.parametrize("name", ["digits", "ring"])
def test_replicas_take_their_rows_of_the_same_batches(name):
    def take(**kwargs):
        data = pipelines.load(name, batch_size=12, seed=1, labels=True, **kwargs)
        return list(data.take(3).as_numpy_iterator())

    whole = take()
    shares = [take(replica=i, replicas=3) for i in range(3)]
    for step, (examples, labels) in enumerate(whole):
        joined = np.concatenate([share[step][0] for share in shares])
        assert_array_equal(joined, examples)
        joined = np.concatenate([share[step][1] for share in shares])
        assert_array_equal(joined, labels)


def test_the_first_or_all_examples_as_arrays():
    load = {"image_size": 16, "labels": True, "seed": 3}
    images, labels = pipelines.examples("digits", 5, split="test", **load)
    first, its = next(
        iter(pipelines.load("digits", batch_size=5, split="test", **load))
    )
    assert_array_equal(images, first)
    assert_array_equal(labels, its)
    assert pipelines.examples("digits", shuffle=False).shape == (1442, 8, 8, 1)
    assert pipelines.examples("digits", 9999, split="test").shape == (355, 8, 8, 1)
    assert pipelines.examples("digits", split="test[:7]").shape == (7, 8, 8, 1)
    assert pipelines.examples("ring", 9).shape == (9, 2)
    with pytest.raises(ValueError, match="'ring' never end; say how many"):
        pipelines.examples("ring")


def test_a_batch_that_replicas_cannot_share_is_refused():
    with pytest.raises(ValueError, match="3 replicas cannot share a batch of 10"):
        pipelines.load("digits", batch_size=10, replicas=3)


def test_a_batch_larger_than_the_set_is_refused():
    with pytest.raises(ValueError, match=r"batch of 2000 is larger than .* 1442"):
        pipelines.load("digits", batch_size=2000)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"batch_size": 0}, "at least 1 example. Received: 0"),
        ({"batch_size": -2}, "at least 1 example. Received: -2"),
        ({"batch_size": 2, "seed": 2**63}, "`seed` is a number of 64 bits"),
        ({"batch_size": 2, "image_size": 0}, "`image_size` is at least 1"),
    ],
)
def test_numbers_that_no_batch_can_have_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        pipelines.load("digits", **options)


def test_the_contract_of_the_door():
    data = pipelines.load("digits", batch_size=32, image_size=16, labels=True)
    images, labels = data.element_spec
    assert images == tf.TensorSpec((32, 16, 16, 1), tf.uint8)
    assert labels == tf.TensorSpec((32,), tf.int64)
    images, labels = next(iter(data))
    assert np.min(images) == 0
    assert np.max(images) > 242
    assert set(np.array(labels)) <= set(range(10))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("digits", {}),
        ("digits", {"in_memory": False}),
        ("digits", {"labels": True, "shuffle": False}),
        ("ring", {}),
    ],
)
def test_the_tuner_is_off(name, options):
    # With it on, one in two iterators held up its end for seconds, and so did `fit`.
    data = pipelines.load(name, batch_size=8, **options)
    assert data.options().autotune.enabled is False


@pytest.mark.parametrize("prefetch", [0, 2])
def test_whatever_is_finished_has_no_tuner(prefetch):
    data = stream.finish(tf.data.Dataset.range(3), prefetch)
    assert data.options().autotune.enabled is False


@pytest.mark.parametrize("ahead", [False, True])
def test_without_prefetching_a_batch_is_made_when_it_is_asked_for(ahead):
    made = []

    def note(step):
        made.append(int(step))
        return step

    def batch(step):
        return tf.numpy_function(note, [step], tf.int64)

    order = stream.BatchOrder(batch_size=1, seed=0, ahead=ahead)
    batches = iter(stream.finish(order.map(batch, order.steps()), prefetch=0))
    next(batches)
    time.sleep(0.2)
    assert (len(made) > 1) == ahead


def test_the_code_of_maps_is_not_rewritten():
    """AutoGraph would take as long as the rest of a first batch."""
    numbers = tf.data.Dataset.range(2)
    with pytest.raises(TypeError, match="AutoGraph"):
        stream.mapped(numbers, lambda number: 1 if number > 0 else 0)
