"""Datasets by the parts of an example that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines import door, partly_labelled

if TYPE_CHECKING:
    import tensorflow as tf

_PARTS = (
    "images",
    "points",
    ("images", "labels"),
    ("sources", "targets"),
    (("images", "labels"), "unlabelled"),
)


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
    if parts not in _PARTS:
        known = "; ".join(map(str, _PARTS))
        raise ValueError(f"`parts` is one of: {known}. Received: {parts!r}")
    if "unlabelled" in parts:
        return partly_labelled.semi_supervised(name, **options)
    return door.load(name, labels="labels" in parts, **options)
