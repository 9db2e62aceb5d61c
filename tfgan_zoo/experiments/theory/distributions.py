"""Distributions on the line and in the plane: densities, and seeded samples."""

import math

import keras
import numpy as np
import tensorflow as tf

RING_RADIUS, RING_DEVIATION = 2.0, 0.02


def gaussian_density(x, mean: float, deviation: float) -> np.ndarray:
    """Density of N(mean, deviation^2) at each x, per unit of x; the shape of x."""
    z = (np.asarray(x, float) - mean) / deviation
    return np.exp(-(z**2) / 2) / (deviation * math.sqrt(2 * math.pi))


def mixture_density(x, weights, means, deviations) -> np.ndarray:
    """Density of a mixture of Gaussians at each x, per unit of x; the shape of x.

    Args:
        x: points of the line.
        weights: of the Gaussians, with sum one, [k].
        means: of each, [k].
        deviations: of each, [k].
    """
    parts = zip(weights, means, deviations, strict=True)
    return sum(w * gaussian_density(x, mean, dev) for w, mean, dev in parts)


def sample_gaussian(count, seed, mean: float, deviation: float):
    """Draws from N(mean, deviation^2): float32 [count, 1], the same for the same seed.

    Args:
        count: number of draws.
        seed: a pair of integers or scalar tensors.
        mean: of the distribution.
        deviation: of the distribution.
    """
    normal = tf.random.stateless_normal((count, 1), _pair(seed), alg="philox")
    return mean + deviation * normal


def gaussian_generator(mean: float, deviation: float):
    """A generator of N(mean, deviation^2): G(z) = mean + deviation z.

    Returns:
        `keras.Model`, latents [B, 1] to points [B, 1]; its weights are the deviation
        and the mean.
    """
    latents = keras.Input((1,), name="latents")
    generator = keras.Model(latents, keras.layers.Dense(1)(latents))
    generator.set_weights([np.array([[deviation]]), np.array([mean])])
    return generator


def ring_means(modes: int = 8) -> np.ndarray:
    """Means of Gaussians on a circle of radius 2, [modes, 2]."""
    angle = 2 * math.pi * np.arange(modes) / modes
    return RING_RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def sample_ring(count, seed, deviation: float = RING_DEVIATION):
    """Draws from eight Gaussians on a circle of radius 2: float32 [count, 2].

    Metz et al. (2017), "Unrolled Generative Adversarial Networks",
    https://arxiv.org/abs/1611.02163, section 3.1.

    Args:
        count: number of draws.
        seed: a pair of integers or scalar tensors.
        deviation: of each Gaussian.
    """
    pick, spread = tf.unstack(tf.random.split(_pair(seed), 2, alg="philox"))
    means = tf.constant(ring_means(), tf.float32)
    which = tf.random.stateless_uniform((count,), pick, 0, len(means), tf.int32)
    noise = tf.random.stateless_normal((count, 2), spread, alg="philox")
    return tf.gather(means, which) + deviation * noise


def sample_circle(count, seed, radius: float = 1.0):
    """Draws uniformly from a circle around the origin: float32 [count, 2].

    Args:
        count: number of draws.
        seed: a pair of integers or scalar tensors.
        radius: of the circle.
    """
    normal = tf.random.stateless_normal((count, 2), _pair(seed), alg="philox")
    return radius * normal / tf.norm(normal, axis=1, keepdims=True)


def circle_generator(radius: float, centre):
    """A generator of points uniform on a circle: G(z) = centre + radius z / |z|.

    Returns:
        `keras.Model`, normal latents [B, 2] to points [B, 2]; its weights are a matrix
        [2, 2], at first radius I, and the centre.
    """
    latents = keras.Input((2,), name="latents")
    direction = keras.layers.UnitNormalization()(latents)
    generator = keras.Model(latents, keras.layers.Dense(2)(direction))
    generator.set_weights([radius * np.eye(2), np.asarray(centre, float)])
    return generator


def _pair(seed):
    return tf.stack([tf.cast(part, tf.int64) for part in seed])
