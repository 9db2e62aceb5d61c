"""The loop over steps that runs on the device, between two calls of Python.

Keras's own cannot run several steps per call on several replicas
(https://github.com/keras-team/keras/issues/19246), nor on several machines at all.
This one knows nothing of GANs.
"""

import tensorflow as tf

from tfgan_zoo.training.examples import in_range


def make_train_function(model, force=False):
    """Builds `model.train_function`, which runs `steps_per_execution` training steps.

    A method of a `keras.Model` whose `train_step` updates the model's metrics. It turns
    off one pass of TensorFlow's graph optimizer for the whole process,
    `dependency_optimization`, which may lose the order in which weights are read and
    written where an all-reduce joins their gradients, and adds sums up in an order that
    follows from the names of layers.
    The function takes a clock of `new_clock` too: a call with one is a graph of its
    own, of the same steps.

    Raises:
        ValueError: `jit_compile` with several replicas.
    """
    if model.train_function is not None and not force:
        return
    tf.config.optimizer.set_experimental_options({"dependency_optimization": False})
    strategy = model.distribute_strategy
    if model.jit_compile and strategy.num_replicas_in_sync > 1:
        raise ValueError(
            f"`jit_compile` with {strategy.num_replicas_in_sync} replicas: TensorFlow "
            "compiles all replicas as one program for one device, which cannot reach "
            "the others' variables. Leave `jit_compile` off, or use one device."
        )
    one_step, count = step_of(model), model.steps_per_execution

    def steps(iterator, clock=None):
        take_steps(one_step, iterator, count, clock)
        return {metric.name: metric.result() for metric in model.metrics}

    # Only a loop over several has something for AutoGraph to rewrite, which takes time.
    function = tf.function(steps, autograph=count > 1)
    model.train_function = steps if model.run_eagerly else function


def step_of(model):
    """A training step of a model, as a function of a batch for `take_steps`.

    Float images beyond [-1, 1] raise `tf.errors.InvalidArgumentError` before it.
    """

    def one_step(batch):
        model.distribute_strategy.run(model.train_step, args=(batch,))
        return tf.identity(model.step)

    if (model.jit_compile or model.steps_per_execution > 1) and not model.run_eagerly:
        # What waits for the result of a function waits for all that it does.
        one_step = tf.function(
            one_step, autograph=False, jit_compile=model.jit_compile or None
        )

    def checked_step(batch):
        with tf.control_dependencies(in_range(batch)):
            return one_step(batch)

    # As Keras does: a step is called, not rewritten. The first comes twice as soon.
    return tf.autograph.experimental.do_not_convert(checked_step)


def new_clock():
    """A clock of waiting: seconds, from 0, on the host."""
    with tf.device("CPU:0"):
        return tf.Variable(0.0, dtype=tf.float64, trainable=False)


def take_steps(step, iterator, count: int, clock=None):
    """Takes steps; asks for each batch before the step of the one ahead of it.

    So a batch is read, and copied to the device, while a step runs. Where the data end,
    each batch has had its step when `tf.errors.OutOfRangeError` is raised.

    Args:
        step: function of a batch; what it returns is there when the step is done.
        iterator: of batches, of `tf.data` or `tf.distribute`.
        count: number of steps.
        clock: of `new_clock`; the seconds in which there was no batch are added to it.
            With it, the host waits for each step to be done.
    """
    if count == 1:
        # No loop: TensorFlow's optimizer does less inside of one. Its name stays, since
        # gradients are added up in the order of the names of their operations.
        with tf.name_scope("while"):
            take_step(step, iterator, clock)
        return
    if not _can_look_ahead(iterator):
        for _ in tf.range(count):
            take_step(step, iterator, clock)
        return
    batch, _ = _next(iterator, clock)
    for i in tf.range(count):
        following = tf.cond(
            i + 1 < count,
            iterator.get_next_as_optional,
            lambda: tf.experimental.Optional.from_value(batch),  # noqa: B023
        )
        result = step(batch)
        with tf.control_dependencies([result]):
            done = [] if clock is None else [_time_of(result)]
            batch = tf.cond(
                following.has_value(),
                following.get_value,
                lambda: next(iterator),  # At the end it raises.
            )
        _count(clock, done, batch)


def take_step(step, iterator, clock=None):
    """Takes the next batch and does a step with it; returns what the step returns.

    Args:
        step: function of a batch.
        iterator: of batches.
        clock: as for `take_steps`.
    """
    batch, waited = _next(iterator, clock)
    # What a step does without the batch would else begin before, and be counted.
    with tf.control_dependencies(waited):
        return step(batch)


def _can_look_ahead(iterator) -> bool:
    """Whether a batch can be asked for that may not be there.

    Of several replicas some may then have one and others none, so their data must be
    endless. Which are, only a private attribute tells; without it nobody looks ahead.
    """
    endless = tf.data.INFINITE_CARDINALITY
    known = getattr(iterator, "_cardinality", None)
    return isinstance(iterator, tf.data.Iterator) or known == endless


def _next(iterator, clock):
    """The next batch; and, if there is a clock, what is there when it has counted."""
    asked = [] if clock is None else [tf.timestamp()]
    with tf.control_dependencies(asked):
        batch = next(iterator)
    return batch, _count(clock, asked, batch)


def _count(clock, asked, batch):
    """Adds the seconds from when a batch was asked for to when it was there."""
    if clock is None:
        return []
    with tf.control_dependencies(tf.nest.flatten(batch, expand_composites=True)):
        return [clock.assign_add(tf.timestamp() - asked[0])]


def _time_of(result):
    """When the device has done a step, by the host's clock.

    An accelerator is only given its work by then. A copy of what it is given last waits
    for all before it; without a clock nothing does.
    """
    last = tf.identity(result)
    with tf.device("CPU:0"):
        copy = tf.identity(last)
    with tf.control_dependencies([copy]):
        return tf.timestamp()
