"""Statistics of the whole minibatch, wherever its rows lie."""

import keras
import tensorflow as tf
from keras import ops


def batch_mean(x):
    """The mean over the examples of all replicas, [B, ...] to [...], not in half.

    It is differentiable: for a loss that is no mean over examples, such as the square
    of a difference of means, N replicas then descend as one.
    """
    # Sums of squares of half-precision means would overflow.
    mean = ops.mean(ops.cast(x, keras.backend.result_type(x.dtype, "float32")), axis=0)
    context = tf.distribute.get_replica_context()
    if context.num_replicas_in_sync == 1:
        return mean
    return context.all_reduce(tf.distribute.ReduceOp.MEAN, mean)


def gatherer(strategy):
    """A function of a whole number; it gives a list of those of all replicas.

    All workers must call it together, each with its own number.
    """

    def ask(number):
        context = tf.distribute.get_replica_context()
        return context.all_gather(tf.reshape(number, [1]), axis=0)

    ask_all = tf.function(lambda number: strategy.run(ask, args=(number,)))

    def gather(number: int) -> list[int]:
        numbers = ask_all(tf.constant(number, tf.int64))
        return strategy.experimental_local_results(numbers)[0].numpy().tolist()

    return gather
