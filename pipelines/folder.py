"""A folder of images of your own: `folder:PATH`."""

import numpy as np
import tensorflow as tf

from pipelines import catalogue, files, image_file, images


class Source:
    """The image files under a folder, at any depth.

    The folder directly under PATH that a file lies in is its class; without such
    folders there are no classes. Files that are not named as images are passed over.
    """

    def __init__(self, path: str):
        root, found = files.under("folder", path)
        self.names = np.array([[str(file)] for file in found])
        folders = [file.relative_to(root).parts[:-1] for file in found]
        classes = sorted({parts[0] for parts in folders if parts})
        labels = [classes.index(parts[0]) if parts else 0 for parts in folders]
        self.labels = np.array(labels, np.int64)
        if not all(folders):  # Files beside the class folders belong to no class.
            classes = []
        self.info = catalogue.Info(
            name=f"folder:{path}",
            shape=(None, None, 3),
            classes=tuple(classes),
            examples={"train": len(found)},
            licence="your own",
            source=str(root),
        )

    def count(self, split: str) -> int:
        """Number of image files."""
        return len(self.names)

    def parts(self, split, order, *, image_size, channels=None, **options):
        """Parts of the pipeline of (images, labels) batches."""
        shape = self.info.shape_at(image_size, channels)
        stages = _stages(image_size, shape[-1])
        return files.parts(
            self.info.name, self.names, self.labels, stages, shape, order, **options
        )

    def check(self):
        """Raises `ValueError` where a file cannot be decoded."""
        files.readable(self.names, strict=True)

    def arrays(self, split, *, image_size, channels):
        """All images, uint8 [N, H, W, C], and their labels, int64 [N]."""
        channels = self.info.shape_at(image_size, channels)[-1]
        read = _stages(image_size, channels)["resize"]
        return files.arrays(self.names, read), self.labels


def _stages(image_size, channels):
    """Functions of the one name [1] of an example's file."""

    def decode(names):
        return image_file.decode(names[0], channels)

    return {
        "read": lambda names: tf.io.read_file(names[0]),
        "decode": decode,
        "resize": lambda names: images.fit(decode(names), image_size, channels),
    }
