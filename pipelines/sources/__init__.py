"""Sources: what the examples of each name are read from."""

import importlib
import random

from pipelines import catalogue


def find(
    name: str,
    data_dir: str | None = None,
    label_file: str | None = None,
    classes=None,
):
    """The source of a name.

    Args:
        name: as for `Dataset`.
        data_dir: as for `Dataset`.
        label_file: as for `Dataset`.
        classes: as for `Dataset`.

    Raises:
        ValueError: no dataset has this name, or the dataset has no such labels or
            classes.
    """
    kind, _, path = name.partition(":")
    if label_file is not None and kind != "folder":
        raise ValueError(f"Labels from a file are for folder:PATH. Received: {name!r}")
    if kind not in catalogue.of_paths():
        kind = "distribution" if name in catalogue.points() else "tfds_images"
        path = name
    module = importlib.import_module(f"pipelines.sources.{kind}")
    source = module.Source(
        path, data_dir=data_dir, label_file=label_file, classes=classes
    )
    if classes is not None and tuple(classes) != source.info.classes:
        raise ValueError(
            f"{name!r} has the classes {source.info.classes}, in this order. Received: "
            f"{tuple(map(str, classes))}"
        )
    return source


def check_split(source, split: str):
    """Raises `ValueError` unless a source has a split, or slices of it."""
    if not source.has(split):
        name, known = source.info.name, source.info.examples
        raise catalogue.unknown(f"split of {name!r}:", split, [*known])


class Source:
    """What examples are read from: the base of all kinds.

    A subclass of this name in a module `kind` of this folder is found as `kind:PATH`.
    It is made with the path and with the options of `find`, and takes no notice of
    those that are not for it.

    Attributes:
        info: `catalogue.Info`.
    """

    info: catalogue.Info

    def pipeline(self, split: str, order, *, image_size, channels=None, **options):
        """The `pipeline.Pipeline` of (examples, labels) batches.

        Args:
            split: that the source has.
            order: of the examples, `stream.BatchOrder`.
            image_size: as for `Dataset`.
            channels: as for `Dataset`.
            **options: `in_memory` and `skip_unreadable`, as for `Dataset.batches`;
                a source takes no notice of what is not for it.
        """
        raise NotImplementedError

    def arrays(self, split: str, *, image_size, channels=None):
        """All images of a split, uint8 [N, H, W, C], and their labels, int64 [N]."""
        raise NotImplementedError

    def has(self, split: str) -> bool:
        """Whether there is such a split."""
        return split in self.info.examples

    def count(self, split: str) -> int | None:
        """Number of examples of a split, None where they never end."""
        return self.info.examples[split]

    def check(self):
        """Raises `ValueError` where a file cannot be decoded."""

    def contents(self) -> dict | None:
        """What a folder is known by, None for what is no folder."""
        return None


def new_seed() -> int:
    """A seed for who names none."""
    return random.getrandbits(31)
