"""Noise on the discriminator's inputs that dies out during training."""

import keras
import tensorflow as tf

from tfgan_zoo.layers.noise import Noise
from tfgan_zoo.layers.scheduled import Scheduled


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class InstanceNoise(Scheduled, Noise):
    """Adds N(0, s^2) in training, with s falling linearly to zero.

        s(t) = stddev max(0, 1 - t / steps)    at the training step t

    Noise on real and fake examples gives their laws densities that overlap, so that
    the discriminator's loss is smooth in the generator's weights. Arjovsky and Bottou
    (2017), "Towards Principled Methods for Training Generative Adversarial Networks",
    https://arxiv.org/abs/1701.04862, section 3; the name is from Sønderby et al.
    (2016), https://arxiv.org/abs/1610.04490. Any shape, kept. From `steps` on, and
    outside of training, it is the identity.

    Args:
        stddev: standard deviation at step 0, at least 0, in units of the inputs.
        steps: training steps until the noise is gone, at least 1.
        seed: below 2**31; by default drawn from Python's `random`.
        **kwargs: of `keras.layers.Layer`.

    Departures: the papers prescribe no schedule; Sønderby et al. call theirs annealed.
    """

    def __init__(self, stddev, steps, seed=None, **kwargs):
        super().__init__(seed=seed, **kwargs)
        if stddev < 0:
            raise ValueError(f"`stddev` is at least 0. Received: {stddev}")
        if steps < 1:
            raise ValueError(f"`steps` is at least 1. Received: {steps}")
        self.stddev = stddev
        self.steps = steps

    def call(self, inputs, training=False):
        if not training or not self.stddev:
            return inputs
        # Whole numbers until here: the last step is exactly zero.
        left = tf.maximum(self.steps - tf.identity(self.step), 0)
        deviation = self.stddev * tf.cast(left, tf.float32) / self.steps
        noise = tf.random.stateless_normal(
            tf.shape(inputs), self.replica_seed(), alg="philox"
        )
        return inputs + tf.cast(deviation * noise, inputs.dtype)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        config = {"stddev": self.stddev, "steps": self.steps}
        return {**super().get_config(), **config}
