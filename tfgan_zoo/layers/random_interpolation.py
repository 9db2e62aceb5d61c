"""Random points between real and fake examples."""

import keras

from tfgan_zoo.kernels.tensorflow import tf
from tfgan_zoo.layers.noise import Noise


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class RandomInterpolation(Noise):
    """A random point on the line between each real and its fake example.

        alpha real + (1 - alpha) fake,  alpha ~ U(0, 1), one for each example

    Gulrajani et al. (2017), "Improved Training of Wasserstein GANs",
    https://arxiv.org/abs/1704.00028, algorithm 1, lines 4 to 6. Called with two
    examples, (real, fake): images [B, ...], or tuples of images and their condition,
    of which the images are mixed and the condition is that of the real example.

    The noise is drawn for the global batch, so N replicas draw what one device with
    their N minibatches would. Inputs keep their precision.

    Args:
        seed: below 2**31; by default drawn from Python's `random`.
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(self, seed=None, **kwargs):
        super().__init__(seed, autocast=False, **kwargs)

    def call(self, real, fake):
        images, *condition = real if isinstance(real, tuple) else (real,)
        fake_images = fake[0] if isinstance(fake, tuple) else fake
        size = images.shape[0] or tf.shape(images)[0]
        alpha = tf.random.stateless_uniform(
            [self.global_size(size)], self.global_seed(), alg="philox"
        )
        alpha = tf.reshape(
            tf.cast(self.replica_rows(alpha), images.dtype),
            [size] + [1] * (images.shape.rank - 1),
        )
        mixed = alpha * images + (1 - alpha) * fake_images
        return (mixed, *condition) if condition else mixed
