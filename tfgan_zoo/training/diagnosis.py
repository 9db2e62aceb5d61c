"""Diagnosis of a game: how well the discriminator tells, and what the generator hears.

Both are measured between two steps and change nothing: not the players, not the meters,
not the counters of their layers.
"""

import contextlib

import keras
import numpy as np
import tensorflow as tf

from tfgan_zoo.sampling import Sampler
from tfgan_zoo.training import examples


def separation(gan, real, turn=0) -> float:
    """How often the discriminator ranks a real example above a fake one, in [0, 1].

    The area under the ROC curve, P(D(x) > D(G(z))): 0.5 where it cannot tell, 1 where
    it has won. Unlike the accuracy at a threshold it means the same for logits and for
    the scores of a critic, which know no threshold.

    Args:
        gan: an `AdversarialModel`.
        real: one minibatch of its examples.
        turn: of the latents.
    """
    real = examples.scaled(real)
    with _untouched(gan):
        real, fake = gan.scores(real, gan.generate(real, turn))
    above = tf.cast(real[:, None] > fake[None, :], tf.float32)
    level = tf.cast(real[:, None] == fake[None, :], tf.float32)
    return float(tf.reduce_mean(above + level / 2))


def generator_gradient_norm(gan, real) -> float:
    """The L2 norm of the generator's gradient, of its loss on one minibatch.

    Args:
        gan: an `AdversarialModel`.
        real: one minibatch of its examples.
    """
    weights, real = gan.generator.trainable_variables, examples.scaled(real)
    with _untouched(gan), tf.GradientTape() as tape:
        fake = gan.generate(real, gan.discriminator_steps)
        loss = gan.generator_loss(real, fake)
    gradients = tape.gradient(loss, weights)
    return float(tf.linalg.global_norm([g for g in gradients if g is not None]))


def sample_spread(gan, num: int = 64, seed: int = 0) -> float | None:
    """The standard deviation of samples over latents, averaged over pixels.

    Of a generator that takes labels it is that over the latents of each class.

    Args:
        gan: an `AdversarialModel`.
        num: number of samples, at least 2.
        seed: of the latents.

    Returns:
        In the units of an example (images are in [-1, 1]); None for a translator, which
        has no latents, and for a generator whose labels are not known.
    """
    product = gan.products()["generator"]
    if not isinstance(product, Sampler):
        return None
    if product.conditional and not product.num_classes:
        return None
    # Some of each class, as far as there are so many.
    classes = min(product.num_classes or 1, num // 2)
    labels = np.arange(num) % classes
    inputs = product.inputs(num, seed, labels if product.conditional else None)
    samples = np.asarray(gan.generator(inputs, training=False))
    each = (samples[labels == k] for k in range(classes))
    return float(np.mean([one.std(axis=0).mean() for one in each]))


@contextlib.contextmanager
def _untouched(gan):
    """Puts everything that a pass in training mode changes back as it was."""
    meters = (v for metric in gan.metrics for v in metric.variables)
    players = (gan.generator, gan.discriminator)
    moving = [v for player in players for v in player.non_trainable_variables]
    kept = [(v, keras.ops.convert_to_numpy(v)) for v in (*moving, *meters)]
    try:
        yield
    finally:
        for variable, value in kept:
            variable.assign(value)
