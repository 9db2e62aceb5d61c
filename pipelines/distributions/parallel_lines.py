"""Two parallel segments of length 1, at x = 0 and x = 1; the label says which.

P_0 and P_theta of example 1 in Arjovsky et al. (2017), "Wasserstein GAN",
https://arxiv.org/abs/1701.07875, at theta = 1: (theta, Z) with Z uniform on [0, 1].
"""

import tensorflow as tf

THETA = 1.0
CLASSES = ["P_0", "P_theta"]


def sample(n, seed):
    """Points [n, 2] and labels [n]."""
    pick, height = tf.unstack(tf.random.experimental.stateless_split(seed, 2))
    labels = tf.random.stateless_uniform((n,), pick, 0, 2, tf.int64)
    x = THETA * tf.cast(labels, tf.float32)
    return tf.stack([x, tf.random.stateless_uniform((n,), height)], axis=1), labels
