"""The loop over steps that runs on the device, between two calls of Python.

Keras's own cannot run several steps per call on several replicas
(https://github.com/keras-team/keras/issues/19246), nor on several machines at all.
This one knows nothing of GANs.
"""

import types

import tensorflow as tf


def make_train_function(model, force=False):
    """Builds `model.train_function`, which runs `steps_per_execution` training steps.

    A method of a `keras.Model` whose `train_step` updates the model's metrics. It turns
    off one pass of TensorFlow's graph optimizer for the whole process,
    `dependency_optimization`, which lost the order of reads and writes of weights.

    Raises:
        ValueError: `jit_compile` with several replicas.
    """
    if model.train_function is not None and not force:
        return
    # With this pass, the weights of a WGAN differed from run to run.
    tf.config.optimizer.set_experimental_options({"dependency_optimization": False})
    strategy = model.distribute_strategy
    if model.jit_compile and strategy.num_replicas_in_sync > 1:
        raise ValueError(
            f"`jit_compile` with {strategy.num_replicas_in_sync} replicas: TensorFlow "
            "compiles all replicas as one program for one device, which cannot reach "
            "the others' variables. Leave `jit_compile` off, or use one device."
        )

    def one_step(batch):
        strategy.run(model.train_step, args=(batch,))

    if model.jit_compile and not model.run_eagerly:
        one_step = tf.function(one_step, jit_compile=True)

    def steps(iterator):
        for _ in tf.range(model.steps_per_execution):
            take_step(one_step, iterator, getattr(model, "input_clock", None))
        return {metric.name: metric.result() for metric in model.metrics}

    model.train_function = steps if model.run_eagerly else tf.function(steps)


def new_clock():
    """A clock for `take_step`, hidden from models: it is no part of a checkpoint."""
    with tf.device("CPU:0"):
        waited = tf.Variable(0.0, dtype=tf.float64, trainable=False)
    return types.SimpleNamespace(waited=waited)


def take_step(step, iterator, clock=None):
    """Takes the next batch and does a step with it; returns what the step returns.

    Args:
        step: function of a batch.
        iterator: of batches.
        clock: of `new_clock`; the seconds in which there was no batch are added to it.
    """
    if clock is None:
        return step(next(iterator))
    asked = tf.timestamp()
    with tf.control_dependencies([asked]):
        batch = next(iterator)
    with tf.control_dependencies(tf.nest.flatten(batch, expand_composites=True)):
        waited = clock.waited.assign_add(tf.timestamp() - asked)
    # What a step does without the batch would else begin before, and be counted.
    with tf.control_dependencies([waited]):
        return step(batch)


def leave_as_built(model, *args, **kwargs):
    """Does nothing, in place of `keras.Model._maybe_symbolic_build`.

    For a model that is built before `fit`. Under a strategy Keras takes a first batch
    away to build with, and fails on several machines, where it cannot average the
    parts of one. The name is Keras's own: should a later Keras not call it any more,
    one machine is served as before.
    """
