"""Kinds of examples: what one element of a dataset is, part by part.

```pycon
>>> from tfgan_zoo.examples import Labelled
>>> Labelled.parts
('images', 'labels')
>>> images, labels = Labelled.random((16, 16, 1), batch_size=4)
>>> images.shape, labels.shape
((4, 16, 16, 1), (4,))
```

A kind is a class that is never instantiated. A new one is a class here; datasets whose
batches have its parts are what `pipelines` gives for them.
"""

import keras
import numpy as np

__all__ = [
    "Images",
    "Kind",
    "Labelled",
    "Pairs",
    "PartlyLabelled",
    "Points",
    "contents",
]

# Axes of each part, the batch among them, and whether it holds floats. Images, of four
# axes, are bytes as well.
_PARTS = {
    "images": (4, True),
    "labels": (1, False),
    "points": (2, True),
    "sources": (4, True),
    "targets": (4, True),
    "unlabelled": (4, True),
}


class Kind:
    """What one example is.

    Attributes:
        parts: names of its parts, as nested as a batch is.
        holds: what a dataset of this kind holds: "images", "points" or "pairs".
        options: what a run may say of its data beside, with its default.
        drawn: how many samples make a picture.
        beside: how many real examples are drawn beside them, None if none.
        from_latents: whether generators make such examples of latents.
    """

    parts = None
    holds = "images"
    options: dict = {}  # noqa: RUF012
    drawn = 64
    beside = None
    from_latents = True

    @classmethod
    def labelled(cls) -> bool:
        """Whether an example has a label."""
        return "labels" in keras.tree.flatten(cls.parts)

    @classmethod
    def check(cls, batch):
        """Raises `ValueError` unless a batch has these parts, each of its own rank.

        Args:
            batch: structure of arrays, tensors or `tf.TensorSpec`s.
        """
        try:
            keras.tree.assert_same_structure(cls.parts, batch)
            right = all(
                keras.tree.flatten(keras.tree.map_structure(_fits, cls.parts, batch))
            )
        except (TypeError, ValueError):
            right = False
        if not right:
            received = keras.tree.map_structure(
                lambda x: f"{keras.backend.standardize_dtype(x.dtype)}{list(x.shape)}",
                batch,
            )
            raise ValueError(
                f"A batch of the kind {cls.__name__} is {written(cls.parts)}. "
                f"Received: {written(received)}."
            )

    @classmethod
    def random(cls, shape, batch_size: int, *, classes: int = 10, seed: int = 0):
        """A batch of noise: uniform on [-1, 1], and labels below `classes`.

        Args:
            shape: of one image or point.
            batch_size: examples of the batch.
            classes: number of classes.
            seed: of the noise.

        Returns:
            NumPy arrays, as nested as `parts`.
        """
        rng = np.random.default_rng(seed)

        def part(name):
            if name == "labels":
                return rng.integers(0, classes, batch_size)
            return rng.uniform(-1, 1, (batch_size, *shape)).astype(np.float32)

        return keras.tree.map_structure(part, cls.parts)

    @classmethod
    def check_dataset(cls, info):
        """Raises `ValueError` unless a dataset has examples of this kind.

        Args:
            info: what is known of it, as `pipelines.info` says it.
        """
        holds = contents(info)
        if holds != cls.holds:
            raise ValueError(
                f"The recipe learns from {cls.holds}, and {info.name!r} holds {holds}. "
                "Choose another dataset or recipe."
            )
        if cls.labelled() and not info.classes:
            raise ValueError(
                f"The recipe learns from labels, and {info.name!r} has none. Choose "
                "another dataset, or a folder whose sub-folders are classes."
            )


class Images(Kind):
    """Images [B, H, W, C], floats in [-1, 1] or uint8."""

    parts = "images"


class Labelled(Kind):
    """(images, labels): [B, H, W, C] as of `Images`, and integers [B]."""

    parts = ("images", "labels")


class PartlyLabelled(Kind):
    """((images, labels), unlabelled): a few images with their labels, and images."""

    parts = (("images", "labels"), "unlabelled")
    options = {"labels_per_class": 10}  # noqa: RUF012


class Pairs(Kind):
    """(sources, targets), both [B, H, W, C] as of `Images`."""

    parts = ("sources", "targets")
    holds = "pairs"
    drawn = beside = 8
    from_latents = False


class Points(Kind):
    """Points in the plane, [B, 2]."""

    parts = "points"
    holds = "points"
    drawn = beside = 512


def contents(info) -> str:
    """What a dataset holds: "images", "pairs" or "points".

    Args:
        info: what is known of it, as `pipelines.info` says it.
    """
    return "points" if len(info.shape) == 1 else "pairs" if info.pairs else "images"


def _fits(name, tensor):
    rank, floats = _PARTS[name]
    dtype = keras.backend.standardize_dtype(tensor.dtype)
    right = keras.backend.is_float_dtype(dtype) == floats
    return len(tensor.shape) == rank and (right or (rank == 4 and dtype == "uint8"))


def written(structure) -> str:
    """A structure of parts as users write it: "((images, labels), unlabelled)"."""
    if isinstance(structure, tuple | list):
        return f"({', '.join(written(part) for part in structure)})"
    return str(structure)
