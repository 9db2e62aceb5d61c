"""Penalties on how steeply a critic's score changes with the images.

*Where* and *what* are separate: these functions say what is penalised, the example
that they are given says where. Gulrajani et al. (2017), "Improved Training of
Wasserstein GANs", https://arxiv.org/abs/1704.00028, penalise between real and fake
examples (`layers.RandomInterpolation`); Mescheder et al. (2018), "Which Training
Methods for GANs do actually Converge?", https://arxiv.org/abs/1801.04406, at the real
examples (R1) or at the fake ones (R2).

A critic under a penalty holds no batch normalisation: each slope is meant to be that of
one example's score, and must have right second derivatives (`layers`).
"""

import keras
import tensorflow as tf

# Inside the root: its derivative at 0 is infinite.
_EPSILON = 1e-12


def slope_norm(critic, example):
    """The length ||grad f(x)|| of each example's slope, over all axes but the batch.

    Args:
        critic: function of an example to scores [B, ...].
        example: images [B, ...], or a tuple of images and their condition; the slope
            is that with respect to the images.

    Returns:
        [B], float32 at least.

    Raises:
        ValueError: the scores do not depend on the images.
    """
    return tf.sqrt(_squared_slope(critic, example) + _EPSILON)


def one_centered(critic, example):
    """E[(||grad f(x)|| - 1)^2], the penalty of WGAN-GP without its weight lambda.

    Gulrajani et al. (2017), equation 3.

    Args:
        critic: function of an example to scores [B, ...].
        example: images [B, ...], or a tuple of images and their condition.

    Returns:
        Scalar, mean over the batch.
    """
    return tf.reduce_mean(tf.square(slope_norm(critic, example) - 1))


def zero_centered(critic, example):
    """E[||grad f(x)||^2], the penalty of R1 and R2 without its weight gamma / 2.

    Mescheder et al. (2018), section 4.1.

    Args:
        critic: function of an example to scores or logits [B, ...].
        example: images [B, ...], or a tuple of images and their condition.

    Returns:
        Scalar, mean over the batch.
    """
    return tf.reduce_mean(_squared_slope(critic, example))


def _squared_slope(critic, example):
    images, *condition = example if isinstance(example, tuple) else (example,)
    images = tf.convert_to_tensor(images)
    dtype = keras.backend.result_type(images.dtype.name, "float32")
    images = tf.cast(images, dtype)  # Slopes in half precision would not be summed.
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic((images, *condition) if condition else images)
    slope = tape.gradient(scores, images)
    if slope is None:
        raise ValueError(
            "The scores do not depend on the images, so they have no slope to "
            "penalise. Let `critic` be a differentiable function of `example`."
        )
    return tf.reduce_sum(tf.square(slope), axis=list(range(1, slope.shape.rank)))
