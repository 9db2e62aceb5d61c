"""Mixtures of Gaussians of equal weight."""

import tensorflow as tf


def sample(means, deviation: float, n: int, seed):
    """Draws points float32 [n, 2] and the number of the component each is from."""
    pick, spread = tf.unstack(tf.random.experimental.stateless_split(seed, 2))
    means = tf.constant(means, tf.float32)
    labels = tf.random.stateless_uniform((n,), pick, 0, means.shape[0], tf.int64)
    noise = tf.random.stateless_normal((n, 2), spread)
    return tf.gather(means, labels) + deviation * noise, labels
