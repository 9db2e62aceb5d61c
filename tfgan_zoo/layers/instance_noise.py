"""Noise on the discriminator's inputs that dies out during training."""

import keras

from tfgan_zoo.kernels.tensorflow import tf
from tfgan_zoo.layers.gaussian_noise import GaussianNoise
from tfgan_zoo.layers.scheduled import Scheduled


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class InstanceNoise(Scheduled, GaussianNoise):
    """Adds N(0, s^2) in training, with s falling linearly to zero.

        s(t) = stddev max(0, 1 - t / steps)    at the training step t

    Noise on real and fake examples gives their distributions densities that overlap, so
    that the discriminator's loss is smooth in the generator's weights. Arjovsky and
    Bottou (2017), "Towards Principled Methods for Training Generative Adversarial
    Networks", https://arxiv.org/abs/1701.04862, section 3; the name is from Sønderby et
    al. (2016), https://arxiv.org/abs/1610.04490. Any shape, kept. From `steps` on, and
    outside of training, it is the identity.

    Args:
        stddev: standard deviation at step 0, at least 0, in units of the inputs.
        steps: training steps until the noise is gone, at least 1.
        seed: below 2**31; by default drawn from Python's `random`.
        **kwargs: of `keras.layers.Layer`.

    Departures: the papers prescribe no schedule; Sønderby et al. call theirs annealed.
    """

    def __init__(self, stddev, steps, seed=None, **kwargs):
        super().__init__(stddev=stddev, seed=seed, **kwargs)
        if steps < 1:
            raise ValueError(f"`steps` is at least 1. Received: {steps}")
        self.steps = steps

    def deviation(self):
        """Standard deviation of the noise at the present step."""
        # Whole numbers until here: the last step is exactly zero.
        left = tf.maximum(self.steps - tf.identity(self.step), 0)
        return self.stddev * tf.cast(left, tf.float32) / self.steps

    def get_config(self):
        return {**super().get_config(), "steps": self.steps}
