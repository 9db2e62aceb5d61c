"""The warning of a step that is kept waiting for its data."""

import subprocess
import sys
import time
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

from tests import toys
from tfgan_zoo import InputStallMonitor, kernels
from tfgan_zoo.objectives import GAN


def slow_data(seconds):
    """Batches that take so long to make, in which no other work is done."""

    def make(batch):
        def sleep(points):
            time.sleep(seconds)
            return points

        return tf.ensure_shape(tf.numpy_function(sleep, [batch], tf.float32), (8, 2))

    options = tf.data.Options()
    options.autotune.enabled = False
    return toys.point_data(8).map(make).with_options(options)


@pytest.mark.parametrize("steps_per_execution", [1, 4])
def test_a_starved_step_is_told_of_once(steps_per_execution):
    gan = toys.compiled(GAN)
    gan.steps_per_execution = steps_per_execution
    waiting = InputStallMonitor(every=8)
    with pytest.warns(UserWarning, match=r"Step \d+: .* waits .* \d+%") as warned:
        toys.fit(gan, slow_data(0.05), 40, callbacks=[waiting])
    assert len([w for w in warned if "waits" in str(w.message)]) == 1
    # 8 batches of 0.05 s are made between two readings; the steps themselves are short.
    assert list(waiting.shares) == [16, 24, 32, 40]
    assert all(0.5 < share <= 1 for share in waiting.shares.values())


@pytest.mark.parametrize(
    ("steps_per_execution", "gpu"), [(1, False), (4, False), (4, True)]
)
def test_a_step_that_is_slow_itself_does_not_wait(
    steps_per_execution, gpu, monkeypatch
):
    if gpu:
        on_gpu(monkeypatch)

    class Slow(GAN):
        def train_step(self, batch):
            def sleep(points):
                time.sleep(0.05)
                return points

            slept = tf.numpy_function(sleep, [batch], tf.float32)
            super().train_step(tf.ensure_shape(slept, batch.shape))

    gan = toys.compiled(Slow)
    gan.steps_per_execution = steps_per_execution
    waiting = InputStallMonitor(every=8)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        toys.fit(gan, toys.point_data(8), 24, callbacks=[waiting])
    assert all(share < 0.1 for share in waiting.shares.values())


class Executions(keras.callbacks.Callback):
    """Notes after which steps the clock of an `InputStallMonitor` had moved on."""

    def __init__(self, waiting):
        super().__init__()
        self.waiting, self.moved, self.before = waiting, [], 0.0

    def on_train_batch_end(self, batch, logs=None):
        now = float(self.waiting._clock.numpy())
        if now > self.before:
            self.moved.append(self.waiting.step)
        self.before = now


def on_gpu(monkeypatch):
    monkeypatch.setattr(kernels, "on_processor", lambda: False)


def test_on_a_gpu_one_execution_is_timed_before_each_reading(monkeypatch):
    on_gpu(monkeypatch)
    gan, waiting = toys.compiled(GAN), InputStallMonitor(every=8)
    gan.steps_per_execution = 2
    callbacks = [waiting, Executions(waiting)]
    with pytest.warns(UserWarning, match=r"Step 16: .* waits .* \d+%"):
        toys.fit(gan, slow_data(0.05), 24, callbacks=callbacks)
    assert callbacks[1].moved == [8, 16, 24]
    assert list(waiting.shares) == [16, 24]
    assert all(0.5 < share <= 1 for share in waiting.shares.values())


def test_to_be_watched_on_a_gpu_changes_nothing(monkeypatch):
    states = []
    for watched in (True, False):
        gan = toys.compiled(GAN)
        gan.steps_per_execution = 2
        callbacks = [InputStallMonitor(every=4)] if watched else []
        with monkeypatch.context() as patch:
            on_gpu(patch)
            toys.fit(gan, toys.point_data(8), 12, callbacks=callbacks)
        states.append(toys.state(gan))
    for one, other in zip(*states, strict=True):
        assert_array_equal(one, other)


def test_what_other_callbacks_do_is_not_a_step():
    class Slow(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            time.sleep(0.2)

    waiting = InputStallMonitor(every=4)
    with pytest.warns(UserWarning, match="waits"):
        toys.fit(toys.compiled(GAN), slow_data(0.05), 12, callbacks=[waiting, Slow()])
    # Of all the time it waits for less than a fifth.
    assert all(share > 0.5 for share in waiting.shares.values())


def test_to_be_watched_changes_nothing():
    watched, alone = toys.compiled(GAN), toys.compiled(GAN)
    toys.fit(watched, toys.point_data(8), 6, callbacks=[InputStallMonitor(every=2)])
    toys.fit(alone, toys.point_data(8), 6)
    for one, other in zip(toys.state(watched), toys.state(alone), strict=True):
        assert_array_equal(one, other)
    assert np.isfinite(toys.state(alone)[0]).all()


def test_two_replicas_are_watched_too(two_replicas):
    with two_replicas.scope():
        gan = toys.compiled(GAN)
    waiting = InputStallMonitor(every=2)
    data = two_replicas.distribute_datasets_from_function(lambda _: slow_data(0.05))
    with pytest.warns(UserWarning, match="waits"):
        toys.fit(gan, data, 8, callbacks=[waiting])
    assert list(waiting.shares) == [4, 6, 8]
    assert all(0.3 < share <= 1 for share in waiting.shares.values())


DETERMINISTIC = """
import tensorflow as tf
tf.config.experimental.enable_op_determinism()
from tests import toys
from tfgan_zoo import InputStallMonitor
from tfgan_zoo.objectives import GAN
gan, waiting = toys.compiled(GAN), InputStallMonitor(every=1)
toys.fit(gan, toys.point_data(8), 3, callbacks=[waiting])
print(int(gan.step.numpy()), waiting.shares)
"""


def test_where_all_has_to_be_deterministic_it_does_not_look():
    run = subprocess.run(
        [sys.executable, "-c", DETERMINISTIC], capture_output=True, text=True
    )
    assert run.stdout == "3 {}\n", run.stderr
