"""A folder of images of your own: `folder:PATH`."""

import numpy as np
import tensorflow as tf

from pipelines import catalogue
from pipelines.folders import class_folders, contents, file_source, file_tree
from pipelines.folders import label_file as label_files
from pipelines.transforms import image_file, images


class Source(file_source.FileSource):
    """The image files under a folder, at any depth.

    Splits and classes are what the folders say, as `class_folders.read` has it. Classes
    are in natural order, 2 before 10.

    Args:
        path: of the folder.
        label_file: that names the class of each image instead; as for
            `label_file.read`.
        classes: their names in another order, which their numbers then have.

    Raises:
        ValueError: what `file_tree.under` and these raise; other `classes`.
    """

    def __init__(self, path: str, label_file: str | None = None, classes=None, **_):
        root, found = file_tree.under("folder", path, besides=label_file)
        if label_file is None:
            rows = class_folders.read(root, found)
        else:
            rows = label_files.read(label_file, root, found)
        known = {label for *_, label in rows if label is not None}
        ordered = sorted(known, key=file_tree.natural)
        if classes is not None and sorted(classes) != sorted(known):
            raise ValueError(
                f"{root} has the classes {', '.join(ordered) or 'none'}. Received: "
                f"{', '.join(classes)}"
            )
        numbers = {name: i for i, name in enumerate(classes or ordered)}
        self.listed = label_file is not None
        self.names, self.labels = {}, {}
        for split in dict.fromkeys(split for _, split, _ in rows):
            ours = [row for row in rows if row[1] == split]
            self.names[split] = np.array(
                [[str(root.joinpath(*f))] for f, *_ in ours], object
            )
            labels = [numbers.get(label, 0) for *_, label in ours]
            self.labels[split] = np.array(labels, np.int64)
        self.info = catalogue.Info(
            name=f"folder:{path}",
            shape=(None, None, 3),
            classes=tuple(numbers),
            examples={split: len(names) for split, names in self.names.items()},
            licence="your own",
            source=str(root),
        )

    def stages(self, image_size, channels):
        """As of `file_source.FileSource`; an example is one file."""

        def read(names):
            return tf.io.read_file(names[0])

        def decode(names):
            return image_file.decode(names[0], channels, image_size)

        def resize(names):
            return images.fit(decode(names), image_size, channels)

        return read, decode, resize

    def contents(self) -> dict:
        """What the folder is known by, as of `contents.of`."""
        every = [file for names in self.names.values() for file in names.flat]
        labels = None
        if self.listed:
            numbers = np.concatenate([*self.labels.values()])
            labels = [self.info.classes[number] for number in numbers]
        return contents.of(self.info.source, every, labels)
