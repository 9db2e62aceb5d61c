"""Batches made in Python, one per step: how scripts of the first GANs did it."""

import functools

import numpy as np
import tensorflow as tf

from tfgan_zoo import pixels


def dataset(examples, size: int):
    """Batches of `of_examples`, each made when it is asked for, as `fit` reads them."""
    batch = next(of_examples(examples, size))
    signature = tf.nest.map_structure(lambda x: tf.TensorSpec(x.shape, x.dtype), batch)
    options = tf.data.Options()
    options.autotune.enabled = False
    return tf.data.Dataset.from_generator(
        lambda: of_examples(examples, size), output_signature=signature
    ).with_options(options)


def of_examples(examples, size: int, seed: int = 0):
    """A generator that picks rows out of arrays and makes them floats.

    Args:
        examples: nested arrays, images float32 in [-1, 1] among them. Those are kept as
            bytes, as files hold them.
        size: number of rows of a batch.
        seed: of the choice of rows.
    """
    random = np.random.default_rng(seed)
    kept = tf.nest.map_structure(_to_bytes, examples)
    while True:
        yield tf.nest.map_structure(functools.partial(_pick, random, size), kept)


def _to_bytes(array):
    array = np.asarray(array)
    if array.ndim < 4:
        return array
    return pixels.to_bytes(array)


def _pick(random, size, array):
    # Rows of parts need not belong together to cost what they cost.
    rows = array[random.integers(0, len(array), size)]
    return pixels.to_floats(rows)
