"""Batches made in Python, one per step: how scripts of the first GANs did it."""

import numpy as np
import tensorflow as tf


def of_batches(batches, examples: int, seed: int = 0):
    """An iterator that picks rows out of arrays, makes them floats and copies them.

    Args:
        batches: one batch, nested arrays, float32 in [-1, 1] or integers: the first
            examples of a dataset. They are kept as bytes, as files hold them.
        examples: number of rows of a batch that is made.
        seed: of the choice of rows.
    """
    random = np.random.default_rng(seed)
    kept = tf.nest.map_structure(_to_bytes, batches)
    count = len(tf.nest.flatten(kept)[0])
    while True:
        rows = random.integers(0, count, examples)
        yield tf.nest.map_structure(lambda array: _batch(array, rows), kept)


def _to_bytes(array):
    array = np.asarray(array)
    if array.ndim < 4:
        return array
    return np.round((array + 1) * 127.5).astype(np.uint8)


def _batch(array, rows):
    chosen = array[rows]
    if chosen.dtype == np.uint8:
        chosen = chosen.astype(np.float32) / 127.5 - 1
    return tf.convert_to_tensor(chosen)
