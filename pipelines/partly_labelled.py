"""Datasets of which a few examples have a label, for semi-supervised learning."""

import numpy as np

from pipelines import sources


def batches(
    source,
    batch_size: int,
    *,
    image_size: int | None,
    channels: int | None,
    labels_per_class: int,
    split: str = "train",
    seed: int | None = None,
    start_step: int = 0,
    replica: int = 0,
    replicas: int = 1,
    prefetch: int = 2,
):
    """A dataset of batches of which one part has labels.

    The seed chooses `labels_per_class` examples of each class. They are repeated
    forever, in a new permutation each time; should they be fewer than `batch_size`,
    a batch goes on into the next permutation. The other part is all images of the
    split, the chosen ones among them, as in Salimans et al. (2016),
    https://arxiv.org/abs/1606.03498. Their labels are dropped before the dataset is
    made. Both parts are functions of the seed and the step, and held in memory.

    Args:
        source: of images with labels.
        batch_size: examples of each of the two parts.
        image_size: as for `Dataset`.
        channels: as for `Dataset`.
        labels_per_class: number of examples of each class that keep their label.
        split: as for `Dataset.batches`.
        seed: of the choice and the order; by default a new one each time.
        start_step: number of batches to leave out at the beginning.
        replica: as for `Dataset.batches`.
        replicas: as for `Dataset.batches`.
        prefetch: as for `Dataset.batches`.

    Returns:
        `tf.data.Dataset` of ((images, labels), images): images uint8 [B, H, W, C],
        labels int64 [B]; B is batch_size / replicas.

    Raises:
        ValueError: what `Dataset.batches` raises; more labels asked for than a class
            has; points instead of images; a dataset too large to hold in memory.
    """
    seed = sources.new_seed() if seed is None else seed
    size = {"image_size": image_size, "channels": channels}
    few, labels, unlabelled = chosen(source, labels_per_class, seed, split, **size)
    from pipelines import stream

    order = stream.BatchOrder(
        batch_size=batch_size,
        seed=seed,
        start_step=start_step,
        replica=replica,
        replicas=replicas,
        ahead=prefetch > 0,
    )
    dataset = stream.gather_partly_labelled(few, labels, unlabelled, order)
    return stream.finish(dataset, prefetch)


def chosen(source, labels_per_class, seed, split, *, image_size, channels):
    """The chosen few, their labels, and all images; the other labels end here.

    Args:
        source: as for `batches`.
        labels_per_class: as for `batches`.
        seed: as for `batches`.
        split: as for `batches`.
        image_size: as for `Dataset`.
        channels: as for `Dataset`.

    Raises:
        ValueError: what `batches` raises.
    """
    sources.check_split(source, split)
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
    places = choose(labels, source.info.classes, labels_per_class, seed)
    return pixels[places], labels[places], pixels


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
