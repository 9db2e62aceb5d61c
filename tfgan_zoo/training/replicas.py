"""Statistics of the whole minibatch, wherever its rows lie."""

import tensorflow as tf
from keras import ops


def batch_mean(x):
    """The mean over the examples of all replicas, [B, ...] to [...].

    It is differentiable: for a loss that is no mean over examples, such as the square
    of a difference of means, N replicas then descend as one.
    """
    mean = ops.mean(x, axis=0)
    context = tf.distribute.get_replica_context()
    if context.num_replicas_in_sync == 1:
        return mean
    return context.all_reduce(tf.distribute.ReduceOp.MEAN, mean)
