"""Products of a training: a network, and how it is called."""

import dataclasses
import math
import operator
import os

import keras
import numpy as np
import tensorflow as tf

from tfgan_zoo import private_api
from tfgan_zoo.layers import OneHot
from tfgan_zoo.sampling.priors import Prior

BATCH_SIZE = 256  # Samples made at once.


@dataclasses.dataclass(frozen=True)
class Product:
    """A trained network, and how it is called."""

    network: keras.Model

    def card(self) -> dict:
        """What it is and what it is fed, for a model card."""
        shape = list(self.network.inputs[0].shape[1:])
        return {"kind": type(self).__name__.lower(), "input_shape": shape}


@dataclasses.dataclass(frozen=True)
class Sampler(Product):
    """A generator of examples from latents, and from labels if it asks for them.

    Args:
        network: latents [B, latent_dim], or a tuple of these and labels int64 [B], to
            examples.
        prior: of the latents.
    """

    prior: Prior

    def card(self) -> dict:
        """What it is and what it draws from, for a model card."""
        return {
            "kind": "generator",
            "latent_dim": self.latent_dim,
            "latent_law": self.prior.name,
            **dataclasses.asdict(self.prior),
            "num_classes": self.num_classes,
        }

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
        layers = private_api.layers(self.network)
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

    def inputs(self, num: int, seed: int, labels=None):
        """Fixed inputs of the network: latents, and labels if it asks for them.

        Args:
            num: number of samples.
            seed: of the latents.
            labels: integers [num], if it asks; by default all classes in turn.

        Returns:
            Latents [num, latent_dim], or a tuple of these and labels int64 [num].
        """
        z = self.prior.sample((num, self.latent_dim), (seed, 0))
        if not self.conditional:
            return z
        if labels is None:
            labels = tf.range(num) % self.num_classes
        return z, tf.cast(labels, tf.int64)

    def samples(self, num: int, seed: int, labels=None):
        """What the network makes of fixed inputs, a batch at a time.

        Args:
            num: number of samples.
            seed: of the latents.
            labels: as for `inputs`.

        Returns:
            Examples, float32 [num, ...], and their labels int64 [num] or None.
        """
        check_fits(num, self.network.outputs[0].shape[1:], 4)
        inputs = self.inputs(num, seed, labels)
        parts = [
            self.network(part, training=False).numpy()
            for part in batches(inputs, num, BATCH_SIZE)
        ]
        labels = inputs[1].numpy() if self.conditional else None
        return np.concatenate(parts), labels


class Translator(Product):
    """A generator from images to images, whose noise is the dropout of its layers.

    Args:
        network: sources [B, H, W, C] to images.
    """

    def translate(self, sources, seed):
        """Images [B, H, W, C] for sources [B, H, W, C], with the noise of a seed.

        Its layers count their calls: the seed, int64, stands for the count.
        """
        state = [
            seed if variable.name == "calls" else variable.value
            for variable in self.network.non_trainable_variables
        ]
        weights = [variable.value for variable in self.network.trainable_variables]
        return self.network.stateless_call(weights, state, sources, training=False)[0]


class Classifier(Product):
    """A network from images to the logits of K classes.

    Args:
        network: images [B, H, W, C] to logits [B, K].
    """


def check_fits(num: int, shape, size: int):
    """Raises `ValueError` for more samples than this machine has memory for.

    Args:
        num: number of samples.
        shape: of one.
        size: bytes of a number.
    """
    gib = num * math.prod(shape) * size / 2**30
    most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    if gib > most:
        raise ValueError(
            f"{num} samples of shape {list(shape)} take {gib:,.0f} GiB, and this "
            f"machine has {most:,.0f}. Ask for fewer, or for some at a time."
        )


def batches(inputs, num: int, size: int):
    """Inputs of so many samples, at most `size` at a time.

    Args:
        inputs: nested arrays or tensors [num, ...].
        num: number of samples.
        size: of a part; the last may be smaller.
    """
    for start in range(0, num, size):
        part = slice(start, start + size)
        yield tf.nest.map_structure(operator.itemgetter(part), inputs)
