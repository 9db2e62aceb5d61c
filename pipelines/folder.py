"""A folder of images of your own: `folder:PATH`."""

import concurrent.futures
import logging
from pathlib import Path

import numpy as np
import tensorflow as tf

from pipelines import catalogue, images, stream


class Source:
    """The image files under a folder, at any depth.

    The folder directly under PATH that a file lies in is its class; without such
    folders there are no classes. Files that are not named as images are passed over.
    """

    def __init__(self, path: str):
        if not path:
            raise ValueError("Name the folder: folder:PATH.")
        self.root = Path(path).expanduser()
        if not self.root.is_dir():
            raise ValueError(
                f"{self.root} is not a folder. Check the path of folder:PATH."
            )
        self.files = sorted(
            file
            for file in self.root.rglob("*")
            if file.suffix.lower() in images.EXTENSIONS and file.is_file()
        )
        if not self.files:
            raise ValueError(
                f"{self.root} holds no images; expected files named "
                f"{', '.join('*' + e for e in images.EXTENSIONS)}."
            )
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

    def batches(
        self, split, order, *, image_size, channels, in_memory, skip_unreadable
    ):
        """Dataset of (images, labels) batches."""
        shape = (*self.info.shape_at(image_size)[:2], channels or 3)

        def read(file):
            return images.fit(
                images.read(file, shape[-1]), image_size, shape[-1]
            ).numpy()

        files, labels = np.array([str(f) for f in self.files]), np.array(self.labels)
        if in_memory is None:
            in_memory = images.belongs_in_memory(len(files), shape)
        if in_memory:
            pixels = _read_all(files, read, skip_unreadable)
            whole = np.array([p is not None for p in pixels])
            pixels = np.stack([p for p in pixels if p is not None])
            return stream.gather(pixels, labels[whole], order)

        if skip_unreadable:
            # The order is a permutation of a known number: unreadable files go first.
            whole = _read_all(files, lambda file: read(file) is not None, True)
            whole = [bool(readable) for readable in whole]
            files, labels = files[whole], labels[whole]
        names, numbers = tf.constant(files), tf.constant(labels, "int64")

        def decode_one(i):
            image = tf.numpy_function(
                lambda name: read(name.decode()), [names[i]], tf.uint8
            )
            return tf.ensure_shape(image, shape), numbers[i]

        return stream.decode(order.indices(len(files)), decode_one, order)


def _read_all(files, read, skip_unreadable):
    """Reads files in parallel; None stands for one that is left out."""

    def read_or_none(file):
        try:
            return read(file)
        except ValueError as error:
            if not skip_unreadable:
                raise
            logging.getLogger(__name__).warning("Left out: %s", error)
            return None

    with concurrent.futures.ThreadPoolExecutor() as pool:
        results = list(pool.map(read_or_none, files))
    left_out = sum(result is None for result in results)
    if left_out == len(files):
        raise ValueError(f"None of the {left_out} image files can be decoded.")
    if left_out:
        print(f"Left out {left_out} of {len(files)} files that cannot be decoded.")
    return results
