"""Statistics of real data, kept on disk, since they take longer than any score."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tfgan_zoo import atomic
from tfgan_zoo.metrics.moments import Moments


def moments(
    compute: Callable[[], Moments],
    directory: str | Path,
    *,
    dataset: str,
    split: str,
    preprocessing: str,
    extractor_hash: str,
) -> Moments:
    """The moments of a data set's features, computed once.

    Args:
        compute: called without arguments where the disk does not know them.
        directory: of the cache; made if it is missing.
        dataset: name, with its version where it has one.
        split: of the data set, and how many examples of it.
        preprocessing: in words or JSON: crop, size, resize.
        extractor_hash: `Extractor.hash`.

    Returns:
        `Moments`, the same as `compute` returned.

    Raises:
        ValueError: the file of this key holds another key or is damaged.
    """
    key = json.dumps(
        {
            "dataset": dataset,
            "split": split,
            "preprocessing": preprocessing,
            "extractor_hash": extractor_hash,
        },
        sort_keys=True,
    )
    directory = Path(directory).expanduser()
    path = directory / f"moments-{hashlib.sha256(key.encode()).hexdigest()}.npz"
    if path.exists():
        return _read(path, key)
    computed = compute()
    with atomic.writing(path, replace=True) as written:
        np.savez(written, key=key, **dataclasses.asdict(computed))
    return computed


def _read(path, key):
    try:
        with np.load(path) as held:
            if str(held["key"]) != key:
                raise ValueError(f"it is of {held['key']}")
            return Moments(int(held["count"]), held["mean"], held["comoment"])
    except Exception as error:
        raise ValueError(
            f"{path} must hold the moments of {key}; delete it to have them computed "
            f"again. Reading it failed: {error}"
        ) from error
