"""The replicas of a strategy read one global batch together."""

import functools

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

import pipelines
from pipelines import replicas

digits = functools.partial(pipelines.load, "digits", batch_size=12, seed=3)


def test_one_device_reads_the_dataset_itself():
    data = pipelines.distribute(digits, tf.distribute.get_strategy())
    assert isinstance(data, tf.data.Dataset)
    assert_array_equal(next(iter(data)), next(iter(digits())))


def test_replicas_read_the_rows_of_one_batch(two_replicas):
    data = iter(pipelines.distribute(digits, two_replicas))
    for whole in digits().take(3):
        rows = two_replicas.experimental_local_results(next(data))
        assert len(rows) == 2
        assert_array_equal(tf.concat(rows, axis=0), whole)


def test_a_batch_that_they_cannot_share_is_refused(two_replicas):
    load = functools.partial(pipelines.load, "digits", batch_size=7)
    with pytest.raises(ValueError, match="2 replicas cannot share a batch of 7"):
        pipelines.distribute(load, two_replicas)


def test_the_devices_of_a_worker_take_its_rows_in_turn():
    rows = tf.reshape(tf.range(24), (12, 2))
    data = tf.data.Dataset.from_tensors((rows, rows[:, 0])).repeat(2)
    shares = list(replicas._one_by_one(data, 3))
    assert [x.shape for x, _ in shares] == [(4, 2)] * 6
    assert_array_equal(np.concatenate([x for x, _ in shares[:3]]), rows)
    assert_array_equal(np.concatenate([y for _, y in shares[3:]]), rows[:, 0])
    with pytest.raises(ValueError, match="5 devices of a worker cannot share its 12"):
        replicas._one_by_one(data, 5)
