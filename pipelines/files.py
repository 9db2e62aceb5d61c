"""Examples that lie in files: all read at once, or batch by batch."""

import concurrent.futures
import logging
from pathlib import Path

import numpy as np
import tensorflow as tf

from pipelines import images, stream


def under(kind: str, path: str) -> tuple[Path, list[Path]]:
    """The folder that the name `kind:PATH` means, and its image files at any depth."""
    if not path:
        raise ValueError(f"Name the folder: {kind}:PATH.")
    root = Path(path).expanduser()
    if not root.is_dir():
        raise ValueError(f"{root} is not a folder. Check the path of {kind}:PATH.")
    files = sorted(
        file
        for file in root.rglob("*")
        if file.suffix.lower() in images.EXTENSIONS and file.is_file()
    )
    if not files:
        raise ValueError(
            f"{root} holds no images; expected files named "
            f"{', '.join('*' + e for e in images.EXTENSIONS)}."
        )
    return root, files


def batches(files, labels, read, shape, order, *, in_memory, skip_unreadable):
    """Dataset of (images, labels) batches.

    Args:
        files: names of the files of each example, [N, k].
        labels: [N].
        read: function of k file names; returns uint8 `shape`, or raises `ValueError`
            where a file cannot be decoded.
        shape: (H, W, C) of an example.
        order: of the examples.
        in_memory: read all at once; by default if they are small enough.
        skip_unreadable: leave out what cannot be decoded, and say how much.
    """
    if in_memory is None:
        in_memory = images.belongs_in_memory(len(files), shape)
    if in_memory:
        return stream.gather(*arrays(files, labels, read, skip_unreadable), order)

    if skip_unreadable:
        # The order is a permutation of a known number: unreadable files go first.
        whole = _read_all(files, lambda *names: read(*names) is not None, True)
        whole = [bool(readable) for readable in whole]
        files, labels = files[whole], labels[whole]
    names, numbers = tf.constant(files), tf.constant(labels, "int64")

    def decode_one(i):
        image = tf.numpy_function(
            lambda *names: read(*(name.decode() for name in names)),
            tf.unstack(names[i]),
            tf.uint8,
        )
        return tf.ensure_shape(image, shape), numbers[i]

    return stream.decode(order.indices(len(files)), decode_one, order)


def arrays(files, labels, read, skip_unreadable):
    """All examples, uint8 [N, H, W, C], and their labels, int64 [N]."""
    pixels = _read_all(files, read, skip_unreadable)
    whole = np.array([p is not None for p in pixels])
    return np.stack([p for p in pixels if p is not None]), np.int64(labels)[whole]


def _read_all(files, read, skip_unreadable):
    """Reads examples in parallel; None stands for one that is left out."""

    def read_or_none(names):
        try:
            return read(*names)
        except ValueError as error:
            if not skip_unreadable:
                raise
            logging.getLogger(__name__).warning("Left out: %s", error)
            return None

    with concurrent.futures.ThreadPoolExecutor() as pool:
        results = list(pool.map(read_or_none, files))
    left_out = sum(result is None for result in results)
    what = "files" if files.shape[1] == 1 else "pairs"
    if left_out == len(files):
        raise ValueError(f"None of the {left_out} image {what} can be decoded.")
    if left_out:
        print(f"Left out {left_out} of {len(files)} {what} that cannot be decoded.")
    return results
