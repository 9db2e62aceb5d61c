"""A prepared copy of a dataset: images cut and resized once, in shards of records."""

import re
from pathlib import Path

import numpy as np

from pipelines import catalogue
from pipelines.dataset import Dataset

SHARDS = 16  # At least: they are read side by side, and their order is shuffled.
SHARD_BYTES = 2**27  # At most, before compression.


def prepare(
    dataset: str,
    name: str,
    *,
    image_size: int | None = None,
    channels: int | None = None,
    label_file: str | None = None,
    data_dir: str | None = None,
    skip_unreadable: bool = False,
) -> Path:
    """Writes a copy of a dataset that is fast to read, as a dataset of TFDS.

    Every image is decoded, cut to its central square and resized here, and stored as a
    small PNG among others in 16 files or more, or in as many as TFDS finds right where
    a split is too small for that. After that
    `pipelines.load(name, data_dir=data_dir)` reads it, and so does `tfds.load`.

    Args:
        dataset: what to copy; a name as for `Dataset`, mostly "folder:PATH".
        name: of the copy, in lower case with underscores.
        image_size: as for `Dataset`.
        channels: as for `Dataset`.
        label_file: as for `Dataset`.
        data_dir: where TFDS keeps prepared datasets, among them this one.
        skip_unreadable: as for `Dataset.batches`.

    Returns:
        The folder that the copy is in.

    Raises:
        ValueError: what `load` raises; a dataset of points; a name that is malformed,
            or that another dataset has.
        FileExistsError: the copy is there already.
    """
    import tensorflow_datasets as tfds

    from pipelines.transforms import pairs

    copied = Dataset(
        dataset,
        image_size=image_size,
        channels=channels,
        data_dir=data_dir,
        label_file=label_file,
    )
    info, shape = copied.info, copied.shape
    if len(shape) == 1:
        raise ValueError(f"{dataset!r} holds points; there is nothing to prepare.")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(
            "A dataset's name is of lower-case letters, digits and underscores, as "
            f"'my_photos'. Received: {name!r}"
        )
    if name in catalogue.available() or name in tfds.list_builders():
        raise ValueError(f"There is a dataset {name!r} already; choose another name.")
    image = tfds.features.Image(shape=shape, encoding_format="png")
    features = dict.fromkeys(pairs.KEYS, image) if info.pairs else {"image": image}
    if info.classes:
        features["label"] = tfds.features.ClassLabel(names=info.classes)

    def examples(split):
        data = copied.batches(
            1,
            split=split,
            labels=bool(info.classes),
            shuffle=False,
            repeat=False,
            skip_unreadable=skip_unreadable,
        )
        for i, batch in enumerate(data.as_numpy_iterator()):
            parts = batch if len(features) > 1 else [batch]
            named = zip(features, parts, strict=True)
            yield i, {key: x for key, (x,) in named}

    builder = tfds.dataset_builders.AdhocBuilder(
        name=name,
        version="1.0.0",
        description=f"Prepared from {info.name}.",
        features=tfds.features.FeaturesDict(features),
        split_datasets={split: examples(split) for split in info.examples},
        homepage=info.source,
        data_dir=data_dir,
    )
    builder.info.redistribution_info.license = info.licence
    if builder.data_path.exists():
        raise FileExistsError(
            f"{builder.data_path} exists already; choose another name, or remove it."
        )
    builder.download_and_prepare(
        download_config=tfds.download.DownloadConfig(
            num_shards=_shards(info.examples.values(), shape, skip_unreadable)
        )
    )
    return Path(builder.data_path)


def _shards(counts, shape, skip_unreadable):
    """Number of files of each split; None where TFDS has to choose, split by split."""
    needed = max(SHARDS, -(-max(counts) * int(np.prod(shape)) // SHARD_BYTES))
    # No file may be empty, and how many examples are left out is not known yet.
    return None if min(counts) < needed or skip_unreadable else needed
