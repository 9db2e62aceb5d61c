"""Features: what a network sees in images, and which network it was.

An extractor turns images into features, and says so exactly that a score can state its
protocol: the network's name, the hash of its file, and how images were resized. There
are three loaders: `inception.load` for the network of 2015 that FID is defined by,
`keras_file` and `saved_model` for any other.
"""

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tfgan_zoo.metrics.images import as_images


@dataclasses.dataclass(frozen=True)
class Extractor:
    """Images float32 [B, H, W, C] in [-1, 1] to features float32 [B, d].

    Attributes:
        name: of the network.
        hash: SHA-256 of its file, or of its folder's graph and weights.
        resize: in words, what is done to images of another size.
        function: float32 images to features [B, d] and class probabilities
            [B, classes], or None for a network that does not classify.
        distance_name: what the Fréchet distance of its features is called: "fid" for
            the network that FID is defined by, and no other.
    """

    name: str
    hash: str
    resize: str
    function: Callable
    distance_name: str = "frechet_distance"

    def __call__(self, images) -> np.ndarray:
        """The features of images."""
        return self.features_and_probabilities(images)[0]

    def features_and_probabilities(self, images):
        """The features [B, d] and the class probabilities [B, classes] or None.

        Args:
            images: [B, H, W, C], floats in [-1, 1] or uint8.

        Raises:
            ValueError: for other images, or features that are not [B, d].
        """
        images = as_images(images)
        features, probabilities = self.function(images)
        features = np.asarray(features)
        if features.ndim != 2 or len(features) != len(images):
            raise ValueError(
                f"The extractor {self.name!r} must return features [B, d]; pool or "
                f"flatten them. Received shape {features.shape} for {len(images)} "
                "images."
            )
        if probabilities is not None:
            probabilities = np.asarray(probabilities)
        return features, probabilities

    @property
    def protocol(self) -> dict:
        """What a score states: `score.under(**extractor.protocol)`."""
        return {
            "extractor": self.name,
            "extractor_sha256": self.hash,
            "resize": self.resize,
        }


def extract(extractor: Extractor, images, *, batch_size: int = 64):
    """The features of many images, a batch at a time.

    Args:
        extractor: of the features.
        images: an array [n, H, W, C], or an iterable of batches.
        batch_size: images at a time, for an array.

    Returns:
        Features [n, d], and probabilities [n, classes] or None.

    Raises:
        ValueError: there are no images.
    """
    if hasattr(images, "shape"):
        images = np.split(images, range(batch_size, len(images), batch_size))
    parts = [extractor.features_and_probabilities(batch) for batch in images]
    if not parts:
        raise ValueError("`images` must hold at least one image. Received none.")
    features, probabilities = zip(*parts, strict=True)
    classifies = probabilities[0] is not None
    probabilities = np.concatenate(probabilities) if classifies else None
    return np.concatenate(features), probabilities


def sha256(*paths: str | Path) -> str:
    """The SHA-256 of files, one after the other, in hexadecimal digits."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()
