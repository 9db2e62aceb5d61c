"""Moments of features, which batches add up to, so that features need not be kept."""

import dataclasses
from collections.abc import Iterable

import numpy as np

from tfgan_zoo.divergences import as_points


@dataclasses.dataclass(frozen=True)
class Moments:
    """Count, mean and co-moment of a sample, in float64.

    Two samples add up exactly, by equation 2.1 of Chan et al. (1979), "Updating
    Formulae and a Pairwise Algorithm for Computing Sample Variances",
    http://i.stanford.edu/pub/cstr/reports/cs/tr/79/773/CS-TR-79-773.pdf, here for
    matrices: with d = mean_b - mean_a,

        C = C_a + C_b + d d^T n_a n_b / (n_a + n_b).

    Attributes:
        count: of examples.
        mean: [d].
        comoment: [d, d], the sum of (x - mean)(x - mean)^T.
    """

    count: int
    mean: np.ndarray
    comoment: np.ndarray

    @classmethod
    def of(cls, features, name: str = "features") -> "Moments":
        """Of features [n, d]; what already is `Moments` stays.

        Args:
            features: [n, d], or `Moments`.
            name: what the caller calls them, for the error.

        Raises:
            ValueError: for another shape, or a feature that is not finite.
        """
        if isinstance(features, Moments):
            return features
        features = as_points(features, name)
        mean = features.mean(axis=0)
        centred = features - mean
        return cls(len(features), mean, centred.T @ centred)

    @classmethod
    def of_batches(cls, batches: Iterable) -> "Moments":
        """Of batches of features [B, d], of which one is held at a time.

        Raises:
            ValueError: there is no batch, or as `of`.
        """
        moments = map(cls.of, batches)
        first = next(moments, None)
        if first is None:
            raise ValueError("`batches` must hold at least one batch. Received none.")
        return sum(moments, start=first)

    def __add__(self, other: "Moments") -> "Moments":
        if self.width != other.width:
            raise ValueError(
                "Moments must have the same width to be added; take both from one "
                f"extractor. Received widths {self.width} and {other.width}."
            )
        count = self.count + other.count
        step = other.mean - self.mean
        comoment = self.comoment + other.comoment
        comoment += np.outer(step, step) * (self.count * other.count / count)
        return Moments(count, self.mean + step * (other.count / count), comoment)

    @property
    def width(self) -> int:
        """Number of features."""
        return len(self.mean)

    @property
    def covariance(self) -> np.ndarray:
        """The unbiased estimate (ddof 1), [d, d].

        Raises:
            ValueError: for fewer than 2 examples.
        """
        if self.count < 2:
            raise ValueError(
                "A covariance needs at least 2 examples; add more. Received "
                f"{self.count}."
            )
        return self.comoment / (self.count - 1)
