"""Batch normalization by one kernel, or by one all-reduce of its moments."""

import keras

from tfgan_zoo.kernels import tensorflow
from tfgan_zoo.kernels.tensorflow import tf

_TYPES = ("float32", "bfloat16", "float16")


def fits(x) -> bool:
    """Whether there is a kernel for inputs of this backend and type."""
    dtype = keras.backend.standardize_dtype(x.dtype)
    return tensorflow.is_backend() and dtype in _TYPES


def normalize(x, gamma, beta, epsilon: float):
    """Normalises each channel over all else, in few passes over memory.

    Args:
        x: [B, H, W, C] that `fits`.
        gamma: the gain [C], or None.
        beta: the bias [C], or None.
        epsilon: added to the variance.

    Returns:
        The outputs [B, H, W, C], and the mean and the variance of `x`, float32 [C].
    """
    channels = x.shape[-1]
    y, mean, unbiased, *_ = tf.raw_ops.FusedBatchNormV3(
        x=x,
        scale=tf.ones([channels]) if gamma is None else _float32(gamma),
        offset=tf.zeros([channels]) if beta is None else _float32(beta),
        mean=[],
        variance=[],
        epsilon=epsilon,
    )
    count = tf.cast(tf.size(x) // channels, unbiased.dtype)
    return y, mean, unbiased * ((count - 1) / count)


def moments_of_replicas(x, axes):
    """The mean and variance of a minibatch that lies on several replicas.

    By one all-reduce of the sums, the sums of squares and the count.

    Args:
        x: this replica's share, float32.
        axes: to take them over.

    Returns:
        Mean and variance, of the shape of the other axes.
    """
    sums = tf.stack([tf.reduce_sum(x, axes), tf.reduce_sum(tf.square(x), axes)])
    count = tf.cast(2 * tf.size(x) / tf.size(sums), x.dtype)
    context = tf.distribute.get_replica_context()
    whole = tf.concat([tf.reshape(sums, [-1]), [count]], axis=0)
    whole = context.all_reduce(tf.distribute.ReduceOp.SUM, whole)
    mean, squares = tf.unstack(tf.reshape(whole[:-1], tf.shape(sums)) / whole[-1])
    return mean, tf.maximum(squares - tf.square(mean), 0.0)


def _float32(weight):
    return keras.ops.cast(weight, "float32")
