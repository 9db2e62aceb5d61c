"""What a batch must look like."""

import tensorflow as tf

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
    if not right:
        received = tf.nest.map_structure(
            lambda x: f"{tf.as_dtype(x.dtype).name}{x.shape}", batch
        )
        raise ValueError(
            f"A batch for {objective} is {written(structure)}, as `Examples:` in its "
            f"docstring says. Received: {written(received)}. Load the data that way, "
            "for example with or without `labels`, or take another objective."
        )


def _shape(structure):
    if isinstance(structure, tuple | list):
        return tuple(_shape(part) for part in structure)
    return "a dictionary" if isinstance(structure, dict) else None
