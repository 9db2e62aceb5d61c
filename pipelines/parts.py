"""Datasets by the parts of their examples."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from pipelines import door, partly_labelled

if TYPE_CHECKING:
    import tensorflow as tf

_LOADERS = {
    "images": door.load,
    "points": door.load,
    ("images", "labels"): functools.partial(door.load, labels=True),
    ("sources", "targets"): door.load,
    (("images", "labels"), "unlabelled"): partly_labelled.semi_supervised,
}


def load_parts(name: str, parts, **options) -> tf.data.Dataset:
    """A dataset whose batches have the parts that are asked for.

    Args:
        name: as for `load`.
        parts: names of the parts of an example, as nested as a batch is to be:
            "images", "points", ("images", "labels"), ("sources", "targets") or
            (("images", "labels"), "unlabelled").
        **options: of `load`, or for the last of these of `semi_supervised`.

    Returns:
        `tf.data.Dataset`, as these functions give it.

    Raises:
        ValueError: other parts, and what these functions raise.
    """
    if parts not in _LOADERS:
        known = "; ".join(map(str, _LOADERS))
        raise ValueError(f"`parts` is one of: {known}. Received: {parts!r}")
    return _LOADERS[parts](name, **options)
