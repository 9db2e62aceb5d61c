"""The step that data are made for, or what stands in for it, and ways to feed it."""

import time

import tensorflow as tf

from tfgan_zoo.training import device_loop


class ModelStep:
    """One training step of a model."""

    def __init__(self, model):
        self.model = model

    def __call__(self, batch):
        """Inside of a graph: returns a number that is there when the step is done."""
        self.model.distribute_strategy.run(self.model.train_step, args=(batch,))
        return tf.convert_to_tensor(self.model.step)

    def finish(self, number):
        """Returns when the step is done, which may be later than its call."""
        number.numpy()

    def waited(self, asking: float) -> float:
        """Seconds in which there was no batch: those in which one was asked for."""
        return asking


class Pause:
    """A pause in the place of a step, as of a GPU: the processor stays free.

    As a GPU does, it takes one batch more while it works on another.
    """

    def __init__(self, milliseconds: float):
        self.seconds = milliseconds / 1000
        self._done = self._idle = 0.0

    def __call__(self, batch):
        """Inside of a graph: returns a number of the batch."""
        return tf.reshape(tf.nest.flatten(batch)[0], [-1])[0]

    def finish(self, number):
        """Returns when the pause for this batch begins: that before it is over."""
        number.numpy()  # In Python: in the graph it would keep a thread from others.
        given = time.perf_counter()
        begins = max(given, self._done)
        self._idle += begins - self._done
        self._done = begins + self.seconds
        time.sleep(begins - given)

    def waited(self, asking: float) -> float:
        """Seconds between pauses since the last call: without a batch to work on."""
        idle, self._idle = self._idle, 0.0
        return idle


def fed_by_hand(step, batches):
    """A function that takes some steps, and returns seconds without a batch.

    Args:
        step: `ModelStep` or `Pause`.
        batches: iterator of batches that are made as they are asked for, in Python.
    """
    by_batch = tf.function(step)

    def take(steps):
        asking = 0.0
        for _ in range(steps):
            asked = time.perf_counter()
            batch = next(batches)
            asking += time.perf_counter() - asked
            step.finish(by_batch(batch))
        return step.waited(asking)

    return take


def fed_by_dataset(step, dataset):
    """As `fed_by_hand`; the step takes its batch itself, as in `fit`.

    Args:
        step: `ModelStep` or `Pause`.
        dataset: of batches.
    """
    iterator = iter(dataset)
    clock = device_loop.new_clock()

    @tf.function
    def next_step(iterator):
        return device_loop.take_step(step, iterator, clock)

    def take(steps):
        before = float(clock.waited.numpy())
        for _ in range(steps):
            step.finish(next_step(iterator))
        return step.waited(float(clock.waited.numpy()) - before)

    return take
