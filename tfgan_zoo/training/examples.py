"""Checks of a batch, and its way to the networks."""

import functools
import re

import tensorflow as tf

from tfgan_zoo import pixels
from tfgan_zoo.examples import written


def check(batch, structure, discriminator, objective: str):
    """Raises `ValueError` unless a batch has the structure of an objective's examples.

    Args:
        batch: tensor or structure of tensors.
        structure: nested tuples of names, as ("sources", "targets"); None for whatever
            the discriminator judges, images or a tuple of images and conditions.
        discriminator: whose inputs decide then.
        objective: whose examples these are, for the message.
    """
    right = _shape(batch) == _shape(structure)
    if structure is None:
        _, *conditions = discriminator.inputs
        names = ("images", *(tensor.name for tensor in conditions))
        structure = names if conditions else "images"
        ranks = [len(tensor.shape) for tensor in discriminator.inputs]
        right = _shape(batch) == _shape(structure) and ranks == [
            len(tensor.shape) for tensor in tf.nest.flatten(batch)
        ]
    for image in filter(_is_image, tf.nest.flatten(batch)):
        dtype = tf.as_dtype(image.dtype)
        if not (dtype.is_floating or dtype == tf.uint8):
            raise ValueError(
                f"Images are uint8, or floats in [-1, 1]. Received: {dtype.name}. Cast "
                "bytes to uint8; bring other numbers to [-1, 1]."
            )
    if not right:
        received = tf.nest.map_structure(
            lambda x: f"{tf.as_dtype(x.dtype).name}{x.shape}", batch
        )
        raise ValueError(
            f"A batch for {objective} is {written(structure)}, as `Examples:` in its "
            f"docstring says. Received: {written(received)}. Load the data that way, "
            "for example with or without `labels`, or take another objective."
        )


def scaled(batch):
    """A batch with its images, uint8 [B, H, W, C], in [-1, 1]; floats as float32."""

    def of(leaf):
        leaf = pixels.to_floats(leaf) if _is_image(leaf) else leaf
        floats = tf.as_dtype(leaf.dtype).is_floating
        return tf.cast(leaf, tf.float32) if floats else leaf

    return tf.nest.map_structure(of, batch)


def in_range(batch) -> list:
    """Operations that fail unless all float images of a batch are in [-1, 1].

    They run on the host, where batches come from; bytes need none. XLA drops such
    checks: they are to stand before what it compiles.

    Args:
        batch: structure of tensors, or of values of several replicas.
    """
    leaves = tf.nest.flatten(batch, expand_composites=True)
    images = [leaf for leaf in leaves if _is_image(leaf) and leaf.dtype.is_floating]
    with tf.device("CPU:0"):
        checks = [_check_range(leaf) for leaf in images]
    return [check for check in checks if check is not None]  # Eagerly there are none.


def refusals_in_words(fit):
    """`fit` with a `ValueError` of what an assertion in a step says, without the graph.

    Such are the range of float images and that of labels.
    """

    @functools.wraps(fit)
    def fit_in_words(*args, **kwargs):
        try:
            return fit(*args, **kwargs)
        except tf.errors.InvalidArgumentError as error:
            said = re.search(r"assertion failed: \[(.*)\]", error.message)
            if said is None:
                raise
            raise ValueError(said[1].replace("] [", " ")) from error

    return fit_in_words


def _check_range(images):
    right = tf.reduce_all(tf.abs(images) <= pixels.LIMIT)  # False where one is NaN.

    def refuse():
        message = (
            "Images of floats are in [-1, 1]; bring them there, or give them as uint8. "
            "Received, but for what is no number, values from and to:"
        )
        span = [tf.reduce_min(images), tf.reduce_max(images)]
        return tf.raw_ops.Assert(condition=right, data=[message, *span])

    return tf.cond(right, tf.no_op, refuse)


def _is_image(leaf):
    return len(leaf.shape) == 4


def _shape(structure):
    if isinstance(structure, tuple | list):
        return tuple(_shape(part) for part in structure)
    return "a dictionary" if isinstance(structure, dict) else None
