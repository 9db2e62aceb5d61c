"""A spiral of one and a half turns, with noise: the Swiss roll seen from its side.

(t cos t, t sin t) for t uniform on [1.5 pi, 4.5 pi], plus N(0, 0.25), all over 7.5, as
in the toy experiments of Gulrajani et al. (2017), "Improved Training of Wasserstein
GANs", https://arxiv.org/abs/1704.00028. It has no labels.
"""

import math

import tensorflow as tf

NOISE, SCALE = 0.25, 7.5
CLASSES = ()


def sample(n, seed):
    """Points [n, 2] and labels [n], all zero."""
    turn, spread = tf.unstack(tf.random.experimental.stateless_split(seed, 2))
    t = 1.5 * math.pi * (1 + 2 * tf.random.stateless_uniform((n,), turn))
    spiral = tf.stack([t * tf.cos(t), t * tf.sin(t)], axis=1)
    noise = NOISE * tf.random.stateless_normal((n, 2), spread)
    return (spiral + noise) / SCALE, tf.zeros((n,), tf.int64)
