"""Base of the layers with noise: a seed, and a saved counter of calls."""

import random

import keras

from tfgan_zoo.kernels import tensorflow
from tfgan_zoo.kernels.tensorflow import tf
from tfgan_zoo.layers.counter import add_counter


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class Noise(keras.layers.Layer):
    """Base of the layers with noise, all of it a function of three numbers.

    They are the seed, the replica, and `calls`, a counter which is a weight and so is
    saved with the model: a run that stops and resumes draws what it would have drawn.
    Keras's own layers keep their state in no file and draw the same on every replica.

    A subclass draws with `tf.random.stateless_*(shape, seed, alg="philox")`, where the
    seed is `replica_seed()`, or `global_seed()` together with `replica_rows()`.

    Args:
        seed: below 2**31; by default drawn from Python's `random`.
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(self, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.seed = random.getrandbits(31) if seed is None else seed
        self.calls = add_counter(self, "calls")

    def replica_seed(self, counts=True):
        """The seed of this call on this replica, int64 [2].

        Args:
            counts: whether this call counts, so that the next one has another seed.
        """
        return self._seed(self.calls * tensorflow.replicas() + _replica(), counts)

    def global_seed(self, counts=True):
        """The seed of this call, the same on every replica, int64 [2].

        Args:
            counts: whether this call counts, so that the next one has another seed.
        """
        return self._seed(tf.identity(self.calls), counts)

    def global_size(self, batch_size):
        """Examples of the global batch, of which each replica has `batch_size`."""
        return batch_size * tensorflow.replicas()

    def replica_rows(self, noise):
        """This replica's rows [B, ...] of noise for the global batch [N B, ...].

        Noise that is drawn from `global_seed` and so divided makes N replicas equal to
        one device with their N minibatches.
        """
        rows = tf.shape(noise, tf.int64)[0] // tensorflow.replicas()
        return noise[_replica() * rows :][:rows]

    def get_config(self):
        return {**super().get_config(), "seed": self.seed}

    def _seed(self, draw, counts):
        if counts:
            self.calls.assign_add(1)
        return tf.stack([tf.constant(self.seed, tf.int64), draw])


def _replica():
    # There is no such context in a strategy's scope outside of `run`.
    context = tf.distribute.get_replica_context()
    return tf.cast(context.replica_id_in_sync_group if context else 0, tf.int64)
