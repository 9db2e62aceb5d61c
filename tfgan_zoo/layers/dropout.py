"""Dropout whose noise is saved, resumed, and differs between replicas."""

import keras

from tfgan_zoo.kernels.tensorflow import tf
from tfgan_zoo.layers.noise import Noise


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class Dropout(Noise):
    """Zeroes each input with probability `rate` and scales the others by 1/(1 - rate).

    Srivastava et al. (2014), "Dropout: A Simple Way to Prevent Neural Networks from
    Overfitting", https://jmlr.org/papers/v15/srivastava14a.html. Active in training.

    With `at_test` it is active at all times, as in the generator of Isola et al.
    (2016), https://arxiv.org/abs/1611.07004, section 3.1, whose noise it is. Outside
    of training the counter of calls stands still: inference changes no state, and the
    same inputs give the same outputs.

    Args:
        rate: probability of a zero, in [0, 1).
        seed: below 2**31; by default drawn from Python's `random`.
        at_test: active outside of training too.
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(self, rate, seed=None, *, at_test=False, **kwargs):
        super().__init__(seed, **kwargs)
        if not 0 <= rate < 1:
            raise ValueError(f"`rate` is in [0, 1). Received: {rate}")
        self.rate = rate
        self.at_test = at_test

    def call(self, inputs, training=False):
        if not self.rate or not (training or self.at_test):
            return inputs
        uniform = tf.random.stateless_uniform(
            tf.shape(inputs), self.replica_seed(counts=bool(training)), alg="philox"
        )
        keep = tf.cast(uniform >= self.rate, inputs.dtype)
        return inputs * keep / (1 - self.rate)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        config = {"rate": self.rate, "at_test": self.at_test}
        return {**super().get_config(), **config}
