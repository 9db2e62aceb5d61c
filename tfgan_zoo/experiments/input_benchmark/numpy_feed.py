"""Batches made in Python, one per step: how scripts of the first GANs did it."""

import functools

import numpy as np
import tensorflow as tf

from tfgan_zoo import pixels


def of_examples(examples, size: int, seed: int = 0):
    """An iterator that picks rows out of arrays, makes them floats and copies them.

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
    return tf.convert_to_tensor(pixels.to_floats(rows))
