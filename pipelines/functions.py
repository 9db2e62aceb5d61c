"""The functions of the package: each is one call of a `Dataset`, made for it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import numpy as np

from pipelines import catalogue
from pipelines.dataset import Dataset

if TYPE_CHECKING:
    import tensorflow as tf


def info(name: str, **reading) -> catalogue.Info:
    """What a dataset holds.

    Args:
        name: as for `Dataset`.
        **reading: what else `Dataset` takes, as `data_dir`.

    Raises:
        ValueError: what `Dataset` raises.
        ConnectionError: TFDS could not download the dataset, which it must to count it.
    """
    return Dataset(name, **reading).info


def check(name: str, **reading):
    """Decodes every file of a folder; other datasets have none to check.

    Args:
        name: as for `Dataset`.
        **reading: what else `Dataset` takes, as `label_file`.

    Raises:
        ValueError: a file cannot be decoded; the message names it.
    """
    Dataset(name, **reading).check()


def contents(name: str, **reading) -> dict | None:
    """What a folder of images holds, to know it again under another path.

    Args:
        name: as for `Dataset`.
        **reading: what else `Dataset` takes, as `label_file`.

    Returns:
        What `Dataset.contents` does; other data, of which it is None, are not sought.

    Raises:
        ValueError: what `Dataset` raises.
    """
    return Dataset(name, **reading).contents() if ":" in name else None


def load(name: str, *, batch_size: int, **both) -> tf.data.Dataset:
    """Batches of a dataset, ready for `fit`.

    ```python
    import pipelines

    data = pipelines.load("digits", batch_size=64, image_size=32, labels=True, seed=0)
    images, labels = next(iter(data))  # [64, 32, 32, 1] and [64]
    ```

    Args:
        name: as for `Dataset`.
        batch_size: as for `Dataset.batches`.
        **both: what else `Dataset` and `Dataset.batches` take.

    Returns:
        What `Dataset.batches` does.

    Raises:
        ValueError: what these raise.
        ConnectionError: TFDS could not download the dataset, or no tf.data service
            answers.
    """
    data, options = _apart(name, both)
    return data.batches(batch_size, **options)


def examples(name: str, num: int | None = None, *, split: str = "train", **both):
    """The examples of a split, or the first `num` of them, as NumPy arrays.

    Args:
        name: as for `Dataset`.
        num: how many; by default, and where there are fewer, all.
        split: as for `load`.
        **both: what else `load` takes, as `labels` or `shuffle`.

    Returns:
        What a batch of `load` is.

    Raises:
        ValueError: what `load` raises; no `num` where examples never end.
        ConnectionError: TFDS could not download the dataset.
    """
    data, options = _apart(name, both)
    return data.arrays(split, num, **options)


def semi_supervised(
    name: str, *, labels_per_class: int, batch_size: int, **both
) -> tf.data.Dataset:
    """Batches of which one part has labels, for semi-supervised learning.

    Args:
        name: as for `Dataset`; a dataset of images with labels.
        labels_per_class: number of examples of each class that keep their label.
        batch_size: examples of each of the two parts.
        **both: what else `Dataset` and `Dataset.partly_labelled` take.

    Returns:
        `tf.data.Dataset` of ((images, labels), images): images uint8 [B, H, W, C],
        labels int64 [B]; B is batch_size / replicas.

    Raises:
        ValueError: what `load` raises; more labels asked for than a class has; points
            instead of images; a dataset too large to hold in memory.
        ConnectionError: TFDS could not download the dataset.
    """
    data, options = _apart(name, both)
    return data.partly_labelled(
        batch_size, labels_per_class=labels_per_class, **options
    )


def few_labels(
    name: str, *, labels_per_class: int, seed: int, **both
) -> tuple[np.ndarray, np.ndarray]:
    """The examples whose labels `semi_supervised` keeps, for a baseline to learn from.

    It makes the same choice; for one seed, a choice of fewer labels is part of a choice
    of more.

    Args:
        name: as for `semi_supervised`.
        labels_per_class: as for `semi_supervised`.
        seed: as for `semi_supervised`.
        **both: what else `Dataset` and `Dataset.few_labels` take.

    Returns:
        Images uint8 [N, H, W, C] and labels int64 [N], class by class.
    """
    data, options = _apart(name, both)
    return data.few_labels(labels_per_class, seed=seed, **options)


def load_parts(name: str, parts, *, batch_size: int, **both) -> tf.data.Dataset:
    """A dataset whose batches have the parts that are asked for.

    Args:
        name: as for `Dataset`.
        parts: as for `Dataset.batches_of`.
        batch_size: as for `load`.
        **both: of `load`, or where a part is "unlabelled" of `semi_supervised`.

    Raises:
        ValueError: other parts, and what these functions raise.
    """
    data, options = _apart(name, both)
    return data.batches_of(parts, batch_size, **options)


def profile(name: str, *, batch_size: int, **both) -> dict[str, float]:
    """Seconds that each stage of a pipeline takes for one example.

    Args:
        name: as for `Dataset`.
        batch_size: as for `load`.
        **both: what else `Dataset` and `Dataset.profile` take.

    Returns:
        Names of the stages, in their order, to seconds. Small ones may be 0 by noise.

    Raises:
        ValueError: what `load` raises.
    """
    data, options = _apart(name, both)
    return data.profile(batch_size, **options)


def _apart(name, both):
    """The dataset, and those options that are not its own."""
    own = both.keys() & inspect.signature(Dataset).parameters.keys()
    reading = {key: both.pop(key) for key in own}
    return Dataset(name, **reading), both
