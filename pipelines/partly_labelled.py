"""Datasets of which a few examples have a label, for semi-supervised learning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pipelines import sources

if TYPE_CHECKING:
    import tensorflow as tf


def semi_supervised(
    name: str,
    *,
    labels_per_class: int,
    batch_size: int,
    image_size: int | None = None,
    seed: int | None = None,
    split: str = "train",
    data_dir: str | None = None,
    start_step: int = 0,
    channels: int | None = None,
    label_file: str | None = None,
    classes: Sequence[str] | None = None,
    replica: int = 0,
    replicas: int = 1,
    prefetch: int = 2,
) -> tf.data.Dataset:
    """A dataset of batches of which one part has labels.

    The seed chooses `labels_per_class` examples of each class. They are repeated
    forever, in a new permutation each time; should they be fewer than `batch_size`,
    a batch goes on into the next permutation. The other part is all images of the
    split, the chosen ones among them, as in Salimans et al. (2016),
    https://arxiv.org/abs/1606.03498. Their labels are dropped before the dataset is
    made. Both parts are functions of the seed and the step, and held in memory.

    Args:
        name: as for `load`; a dataset of images with labels.
        labels_per_class: number of examples of each class that keep their label.
        batch_size: examples of each of the two parts.
        image_size: as for `load`.
        seed: of the choice and the order; by default a new one each time.
        split: as for `load`.
        data_dir: as for `load`.
        start_step: number of batches to leave out at the beginning.
        channels: as for `load`.
        label_file: as for `load`.
        classes: as for `load`.
        replica: as for `load`.
        replicas: as for `load`.
        prefetch: as for `load`.

    Returns:
        `tf.data.Dataset` of ((images, labels), images): images uint8 [B, H, W, C],
        labels int64 [B]; B is batch_size / replicas.

    Raises:
        ValueError: what `load` raises; more labels asked for than a class has; points
            instead of images; a dataset too large to hold in memory.
        ConnectionError: TFDS could not download the dataset.
    """
    seed = sources.new_seed() if seed is None else seed
    source = sources.find(name, data_dir, split, label_file, classes)
    few, labels, unlabelled = _parts(
        source, labels_per_class, seed, split, image_size, channels
    )
    from pipelines import stream

    order = stream.Order(
        batch_size=batch_size,
        seed=seed,
        start_step=start_step,
        replica=replica,
        replicas=replicas,
        ahead=prefetch > 0,
    )
    dataset = stream.gather_partly_labelled(few, labels, unlabelled, order)
    return stream.finish(dataset, prefetch)


def few_labels(
    name: str,
    *,
    labels_per_class: int,
    seed: int,
    image_size: int | None = None,
    split: str = "train",
    data_dir: str | None = None,
    channels: int | None = None,
    label_file: str | None = None,
    classes: Sequence[str] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """The examples whose labels `semi_supervised` keeps, for a baseline to learn from.

    It takes the same arguments and makes the same choice; for one seed, a choice of
    fewer labels is part of a choice of more.

    Returns:
        Images uint8 [N, H, W, C] and labels int64 [N], class by class.
    """
    source = sources.find(name, data_dir, split, label_file, classes)
    few, labels, _ = _parts(source, labels_per_class, seed, split, image_size, channels)
    return few, labels


def choose(labels, classes, labels_per_class: int, seed: int) -> np.ndarray:
    """Places of the examples that keep their label, out of labels [N]; by class."""
    if labels_per_class < 1:
        raise ValueError(
            f"`labels_per_class` is at least 1. Received: {labels_per_class}"
        )
    # NumPy promises that the numbers of this generator never change.
    order = np.random.RandomState(seed % 2**32).permutation(len(labels))
    chosen = []
    for number, name in enumerate(classes):
        members = order[labels[order] == number]
        if len(members) < labels_per_class:
            raise ValueError(
                f"Class {name!r} has {len(members)} examples, fewer than "
                f"`labels_per_class`={labels_per_class}; ask for fewer."
            )
        chosen.append(members[:labels_per_class])
    return np.concatenate(chosen)


def _parts(source, labels_per_class, seed, split, image_size, channels):
    """The chosen few, their labels, and all images; the other labels end here."""
    name, shape = source.info.name, source.info.shape_at(image_size, channels)
    if len(shape) == 1:
        raise ValueError(
            f"{name!r} holds points, drawn anew for every batch; name a dataset of "
            "images to learn from few labels."
        )
    if not source.info.classes:
        raise ValueError(f"{name!r} has no labels to choose a few of.")
    from pipelines import memory

    count = source.count(split)
    if not memory.belongs_in_memory(count, shape):
        raise ValueError(
            f"{count} images of shape {shape} are too many to hold in memory, which "
            "learning from few labels needs; choose a smaller `image_size` or a slice "
            "of the split."
        )
    pixels, labels = source.arrays(split, image_size=image_size, channels=channels)
    chosen = choose(labels, source.info.classes, labels_per_class, seed)
    return pixels[chosen], labels[chosen], pixels
