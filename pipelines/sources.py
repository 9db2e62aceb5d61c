"""Sources: the object behind each name."""

import importlib
import random

from pipelines import catalogue


def find(
    name: str,
    data_dir: str | None,
    split: str | None = None,
    label_file: str | None = None,
    classes=None,
):
    """The source of a name: it has `info` and `parts`.

    Those of single images have `count` and `arrays` as well, and TFDS's `slices`.

    Args:
        name: as for `load`.
        data_dir: as for `load`.
        split: one that it must have.
        label_file: as for `load`.
        classes: as for `load`.

    Raises:
        ValueError: no dataset has this name, or the dataset has no such split, labels
            or classes.
    """
    kind, _, path = name.partition(":")
    if label_file is not None and kind != "folder":
        raise ValueError(f"Labels from a file are for folder:PATH. Received: {name!r}")
    if kind == "folder":
        module, arguments = "folder", (path, label_file, classes)
    elif kind in ("pairs", "pairs_ba"):
        module, arguments = "pair_folder", (kind, path)
    elif name in catalogue.points():
        module, arguments = "law", (name,)
    else:
        module, arguments = "tfds_images", (name, data_dir)
    source = importlib.import_module(f"pipelines.{module}").Source(*arguments)
    if classes is not None and tuple(classes) != source.info.classes:
        raise ValueError(
            f"{name!r} has the classes {source.info.classes}, in this order. Received: "
            f"{classes}"
        )
    known = source.info.examples
    sliced = module == "tfds_images" and source.slices(split or "")
    if split is not None and split not in known and not sliced:
        raise catalogue.unknown(f"split of {name!r}:", split, [*known])
    return source


def new_seed() -> int:
    """A seed for who names none."""
    return random.getrandbits(31)
