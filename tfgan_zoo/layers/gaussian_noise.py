"""Additive normal noise that is saved, resumed, and differs between replicas."""

import keras

from tfgan_zoo.kernels.tensorflow import tf
from tfgan_zoo.layers.noise import Noise


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class GaussianNoise(Noise):
    """Adds noise to each input in training: x + stddev n, n ~ N(0, 1).

    As in the discriminators of Salimans et al. (2016), "Improved Techniques for
    Training GANs", https://arxiv.org/abs/1606.03498, section 6.1. Any shape, kept.

    Args:
        stddev: standard deviation of the noise, at least 0.
        seed: below 2**31; by default drawn from Python's `random`.
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(self, stddev, seed=None, **kwargs):
        super().__init__(seed, **kwargs)
        if stddev < 0:
            raise ValueError(f"`stddev` is at least 0. Received: {stddev}")
        self.stddev = stddev

    def call(self, inputs, training=False):
        if not training or not self.stddev:
            return inputs
        noise = tf.random.stateless_normal(
            tf.shape(inputs), self.replica_seed(), alg="philox"
        )
        return inputs + tf.cast(self.deviation() * noise, inputs.dtype)

    def deviation(self):
        """Standard deviation of the noise of this call."""
        return self.stddev

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "stddev": self.stddev}
