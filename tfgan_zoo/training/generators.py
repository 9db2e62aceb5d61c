"""What a generator is fed, read off the network itself."""

import numpy as np
import tensorflow as tf

from tfgan_zoo.layers import OneHot
from tfgan_zoo.training import latents

BATCH_SIZE = 256


def translates(generator) -> bool:
    """Whether it makes images of images: its input is named "sources"."""
    return generator.inputs[0].name == "sources"


def num_classes(generator) -> int | None:
    """How many labels a generator knows; None if it asks for none, or hides it."""
    known = [
        layer.num_classes
        for layer in generator._flatten_layers()
        if isinstance(layer, OneHot)
    ]
    return known[0] if known else None


def check_labels(generator, who: str):
    """Raises `ValueError` if a generator asks for labels and hides how many it knows.

    Args:
        generator: to be given labels.
        who: needs to know, for the message.
    """
    if len(generator.inputs) == 2 and num_classes(generator) is None:
        raise ValueError(
            f"`{who}` cannot know the labels of this generator. Put a "
            "`layers.OneHot` behind its second input."
        )


def samples(gan, num: int, seed: int):
    """What the sampler of a GAN makes of fixed latents, a batch at a time.

    Args:
        gan: an `AdversarialModel` whose sampler takes latents.
        num: number of samples.
        seed: of the latents.

    Returns:
        Examples, float32 [num, ...], and their labels int64 [num], all classes in turn,
        or None.
    """
    network, classes = gan.sampler, num_classes(gan.sampler)
    z = latents.sample(num, gan.latent_dim, law=gan.latent_law, seed=(seed, 0))
    labels = np.arange(num) % classes if classes else None
    parts = []
    for start in range(0, num, BATCH_SIZE):
        part = slice(start, start + BATCH_SIZE)
        inputs = (z[part], tf.constant(labels[part])) if classes else z[part]
        parts.append(network(inputs, training=False).numpy())
    return np.concatenate(parts), labels
