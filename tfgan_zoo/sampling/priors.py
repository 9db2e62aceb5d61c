"""Priors: distributions of latents, as pure functions of a seed."""

import dataclasses
from typing import ClassVar

import tensorflow as tf


@dataclasses.dataclass(frozen=True)
class Prior:
    """A distribution of each coordinate of the latents, all independent.

    Model cards hold its `name`, one of `PRIORS`.
    """

    name: ClassVar[str]

    def sample(self, shape, seed):
        """Draws latents: the same seed gives the same latents.

        Args:
            shape: (number of latents, their width), integers or scalar tensors.
            seed: a pair of integers or scalar tensors.

        Returns:
            float32 of this shape.
        """
        seed = tf.stack([tf.cast(part, tf.int64) for part in seed])
        return self._draw(shape, seed)

    def _draw(self, shape, seed):
        raise NotImplementedError


class Normal(Prior):
    """N(0, 1)."""

    name: ClassVar[str] = "normal"

    def _draw(self, shape, seed):
        return tf.random.stateless_normal(shape, seed, alg="philox")


class Uniform(Prior):
    """U(-1, 1)."""

    name: ClassVar[str] = "uniform"

    def _draw(self, shape, seed):
        return tf.random.stateless_uniform(shape, seed, -1.0, 1.0, alg="philox")


@dataclasses.dataclass(frozen=True)
class Truncated(Prior):
    """N(0, 1) between -threshold and threshold.

    Brock et al. (2019), "Large Scale GAN Training for High Fidelity Natural Image
    Synthesis", https://arxiv.org/abs/1809.11096, section 3.1, draw each coordinate
    again until its magnitude is below the threshold. Here each is a function of one
    uniform number, with the same distribution: F^-1(F(-t) + u (F(t) - F(-t))), F the
    distribution function of N(0, 1).

    Args:
        threshold: of the magnitude, above 0; 2 as in the paper's training.
    """

    threshold: float = 2.0
    name: ClassVar[str] = "truncated"

    def __post_init__(self):
        if not self.threshold > 0:
            raise ValueError(f"`threshold` is above 0. Received: {self.threshold}")

    def _draw(self, shape, seed):
        u = tf.random.stateless_uniform(shape, seed, alg="philox", dtype=tf.float64)
        low = 0.5 * (1 + tf.math.erf(tf.constant(-self.threshold / 2**0.5, tf.float64)))
        return tf.cast(tf.math.ndtri(low + u * (1 - 2 * low)), tf.float32)


# Name, as model cards hold it, and class.
PRIORS = {prior.name: prior for prior in (Normal, Uniform, Truncated)}


def named(name: str) -> type[Prior]:
    """The class of a prior, by its name.

    Raises:
        ValueError: no prior has this name.
    """
    if name not in PRIORS:
        raise ValueError(f"A prior is one of {sorted(PRIORS)}. Received: {name!r}")
    return PRIORS[name]


def chosen(prior: Prior | None, arguments: dict) -> Prior:
    """The prior that is given by itself, or by its name as version 0.1 took it.

    Args:
        prior: `Normal()` by default.
        arguments: of which "latent_law", its name, and "latent_dim" are taken away.

    Raises:
        ValueError: both are given, or no prior has this name.
    """
    arguments.pop("latent_dim", None)
    name = arguments.pop("latent_law", None)
    if prior is not None and name is not None:
        raise ValueError("Give a `prior`, or its name as `latent_law`, not both.")
    return prior or named(name or "normal")()


def from_card(card: dict) -> Prior:
    """The prior that a model card describes.

    Raises:
        ValueError: there is none of its name, or the card lacks what it needs.
    """
    prior = named(card["latent_law"])
    fields = [field.name for field in dataclasses.fields(prior)]
    if missing := [name for name in fields if name not in card]:
        raise ValueError(f"it has no {missing[0]!r}, which {prior.name!r} needs")
    return prior(**{name: card[name] for name in fields})
