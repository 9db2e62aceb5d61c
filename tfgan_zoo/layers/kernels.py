"""TensorFlow's kernel of batch normalisation, for the norms that it can compute."""

import keras
import tensorflow as tf

TYPES = (tf.float32, tf.bfloat16, tf.float16)


def batch_norm(x, gamma, beta, epsilon: float):
    """Normalises each channel over all else, in few passes over memory.

    Args:
        x: [B, H, W, C], one of `TYPES`.
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


def _float32(weight):
    return keras.ops.cast(weight, "float32")
