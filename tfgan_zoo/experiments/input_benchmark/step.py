"""The loop of training around a step, or around what stands in for it."""

import tensorflow as tf

from tfgan_zoo.training import device_loop


def pause(milliseconds: float):
    """A step that only takes time, as one of a GPU does: the processor stays free.

    It is tf.data's own pause, which keeps neither Python nor a thread of those that
    compute from others. `time.sleep` in a `tf.numpy_function` would.
    """
    numbers = tf.data.Dataset.range(2**60)
    pauses = tf.raw_ops.SleepDataset(
        input_dataset=tf.data.experimental.to_variant(numbers),
        sleep_microseconds=tf.constant(round(1000 * milliseconds), tf.int64),
        output_types=[tf.int64],
        output_shapes=[[]],
    )
    pauses = tf.data.experimental.from_variant(pauses, numbers.element_spec)
    options = tf.data.Options()
    options.autotune.enabled = False
    iterator = iter(pauses.with_options(options))

    def step(batch):
        with tf.control_dependencies(tf.nest.flatten(batch)):
            return next(iterator)

    return step


def fed(step, batches, at_once: int = 1):
    """A function that takes some steps as `fit` does; returns seconds without a batch.

    Args:
        step: as for `device_loop.take_steps`.
        batches: iterator of them.
        at_once: steps between two returns to Python; the number of steps to take is
            rounded up to a multiple.
    """
    clock = device_loop.new_clock()

    @tf.function
    def next_steps():
        device_loop.take_steps(step, batches, at_once, clock)

    def take(steps):
        before = float(clock.numpy())
        for _ in range(0, steps, at_once):
            next_steps()
            tf.test.experimental.sync_devices()  # Keras reads the losses here.
        return float(clock.numpy()) - before

    return take


def drain(batches):
    """A function that takes some batches of an iterator, and no step at all."""

    def take(steps):
        for _ in range(steps):
            next(batches)
        return 0.0

    return take
