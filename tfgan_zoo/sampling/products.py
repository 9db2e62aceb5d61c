"""What a training leaves: a network, and how it is called."""

import dataclasses

import keras
import numpy as np
import tensorflow as tf

from tfgan_zoo.layers import OneHot
from tfgan_zoo.sampling.priors import Prior

BATCH_SIZE = 256  # Samples made at once.


@dataclasses.dataclass(frozen=True)
class Sampler:
    """A generator of examples from latents, and from labels if it asks for them.

    Args:
        network: latents [B, latent_dim], or a tuple of these and labels int64 [B], to
            examples.
        prior: of the latents.
    """

    network: keras.Model
    prior: Prior

    @property
    def latent_dim(self) -> int:
        """Width of the latents."""
        return self.network.inputs[0].shape[-1]

    @property
    def conditional(self) -> bool:
        """Whether the network takes labels."""
        return len(self.network.inputs) == 2

    @property
    def num_classes(self) -> int | None:
        """How many labels it knows; None if it asks for none, or hides it."""
        layers = self.network._flatten_layers()
        known = [layer.num_classes for layer in layers if isinstance(layer, OneHot)]
        return known[0] if known else None

    def check_labels(self, who: str):
        """Raises `ValueError` if it asks for labels and hides how many it knows.

        Args:
            who: needs to know, for the message.
        """
        if self.conditional and self.num_classes is None:
            raise ValueError(
                f"`{who}` cannot know the labels of this generator. Put a "
                "`layers.OneHot` behind its second input."
            )

    def inputs(self, num: int, seed: int):
        """Fixed inputs of the network: latents, and all labels in turn if it asks.

        Args:
            num: number of samples.
            seed: of the latents.

        Returns:
            Latents [num, latent_dim], or a tuple of these and labels int64 [num].
        """
        z = self.prior.sample((num, self.latent_dim), (seed, 0))
        if not self.conditional:
            return z
        return z, tf.range(num, dtype="int64") % self.num_classes

    def samples(self, num: int, seed: int):
        """What the network makes of fixed inputs, a batch at a time.

        Args:
            num: number of samples.
            seed: of the latents.

        Returns:
            Examples, float32 [num, ...], and their labels int64 [num] or None.
        """
        inputs = self.inputs(num, seed)
        parts = [
            self.network(_rows(inputs, start), training=False).numpy()
            for start in range(0, num, BATCH_SIZE)
        ]
        labels = inputs[1].numpy() if self.conditional else None
        return np.concatenate(parts), labels


@dataclasses.dataclass(frozen=True)
class Translator:
    """A generator from images to images, whose noise is the dropout of its layers.

    Args:
        network: sources [B, H, W, C] to images.
    """

    network: keras.Model


@dataclasses.dataclass(frozen=True)
class Classifier:
    """A network from images to the logits of K classes.

    Args:
        network: images [B, H, W, C] to logits [B, K].
    """

    network: keras.Model


def _rows(inputs, start):
    return tf.nest.map_structure(lambda x: x[start : start + BATCH_SIZE], inputs)
