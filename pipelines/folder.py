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
        self.root, self.files = files.under("folder", path)
        folders = [file.relative_to(self.root).parts[:-1] for file in self.files]
        classes = sorted({parts[0] for parts in folders if parts})
        self.labels = [classes.index(parts[0]) if parts else 0 for parts in folders]
        if not all(folders):  # Files beside the class folders belong to no class.
            classes = []
        self.info = catalogue.Info(
            name=f"folder:{path}",
            shape=(None, None, 3),
            classes=tuple(classes),
            examples={"train": len(self.files)},
            licence="your own",
            source=str(self.root),
        )

    def slices(self, split: str) -> bool:
        """Whether TFDS's slices of splits are known: not of a folder."""
        return False

    def count(self, split: str) -> int:
        """Number of image files."""
        return len(self.files)

    def parts(self, split, order, *, image_size, channels, in_memory, skip_unreadable):
        """Parts of the pipeline of (images, labels) batches."""
        shape = self.info.shape_at(image_size, channels)
        return files.parts(
            self.info.name,
            *self._examples(image_size, shape[-1]),
            shape,
            order,
            in_memory=in_memory,
            skip_unreadable=skip_unreadable,
        )

    def check(self):
        """Raises `ValueError` where a file cannot be decoded."""
        files.readable(np.array([[str(file)] for file in self.files]), strict=True)

    def arrays(self, split, *, image_size, channels):
        """All images, uint8 [N, H, W, C], and their labels, int64 [N]."""
        channels = self.info.shape_at(image_size, channels)[-1]
        names, labels, stages = self._examples(image_size, channels)
        return files.arrays(names, stages["resize"]), labels

    def _examples(self, image_size, channels):
        def decode(name):
            return image_file.decode(name, channels)

        stages = {
            "read": tf.io.read_file,
            "decode": decode,
            "resize": lambda name: images.fit(decode(name), image_size, channels),
        }
        names = np.array([[str(file)] for file in self.files])
        return names, np.array(self.labels, np.int64), stages
