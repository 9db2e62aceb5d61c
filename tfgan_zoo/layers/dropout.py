"""Dropout whose noise is saved, resumed, and differs between replicas."""

import random

import keras
import tensorflow as tf


class Dropout(keras.layers.Layer):
    """Zeroes each input with probability `rate` and scales the others by 1/(1 - rate).

    Srivastava et al. (2014), "Dropout: A Simple Way to Prevent Neural Networks from
    Overfitting", https://jmlr.org/papers/v15/srivastava14a.html. Active in training.

    The mask is a function of the seed, of a counter of calls, which is a weight and so
    is saved with the model, and of the replica. Keras's own layer keeps its state in
    no file and draws the same mask on every replica.

    Args:
        rate: probability of a zero, in [0, 1).
        seed: below 2**31; by default drawn from Python's `random`.
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(**kwargs)
        if not 0 <= rate < 1:
            raise ValueError(f"`rate` is in [0, 1). Received: {rate}")
        self.rate = rate
        self.seed = random.getrandbits(31) if seed is None else seed

    def build(self, input_shape):
        self.calls = self.add_weight(
            name="calls",
            shape=(),
            dtype="int64",
            initializer="zeros",
            trainable=False,
            aggregation="only_first_replica",
        )

    def call(self, inputs, training=False):
        if not training or not self.rate:
            return inputs
        context = tf.distribute.get_replica_context()
        replica = tf.cast(context.replica_id_in_sync_group, tf.int64)
        draw = self.calls * context.num_replicas_in_sync + replica
        self.calls.assign_add(1)
        uniform = tf.random.stateless_uniform(
            tf.shape(inputs), tf.stack([self.seed, draw]), alg="philox"
        )
        keep = tf.cast(uniform >= self.rate, inputs.dtype)
        return inputs * keep / (1 - self.rate)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}
