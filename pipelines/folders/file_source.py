"""Examples that lie in files: all read at once, or batch by batch."""

import concurrent.futures
import contextlib
import logging
import math
import os
import time
from pathlib import Path

import numpy as np
import tensorflow as tf

from pipelines import array_cache, memory, pipeline, sources, stream
from pipelines.transforms import image_file, images

SLOW = 1e-3  # Seconds.


class FileSource(sources.Source):
    """Examples that lie in files, each in one or several.

    Attributes:
        names: splits to the names of the files of each example, [N, k].
        labels: splits to the labels, [N].
    """

    def stages(self, image_size, channels) -> tuple:
        """Functions that read, decode and resize an example.

        Each takes the names of its files, [k]; the last one gives uint8 [H, W, C].
        """
        raise NotImplementedError

    def pipeline(
        self,
        split,
        order,
        *,
        image_size,
        channels=None,
        in_memory=None,
        skip_unreadable=False,
    ):
        """Gathered from memory; or read, decoded, resized and batched, by index."""
        shape = self.info.shape_at(image_size, channels)
        files, labels = self.names[split], self.labels[split]
        if in_memory is None:
            in_memory = memory.belongs_in_memory(
                len(files) * (1 + self.info.pairs), shape
            )
        if skip_unreadable:
            whole = readable(files)
            files, labels = files[whole], labels[whole]
        else:
            check_bytes(files)
        read, decode, resize = self.stages(image_size, shape[-1])
        if in_memory:
            states = [os.stat(file) for file in files.flat]
            versions = tuple((state.st_mtime_ns, state.st_size) for state in states)
            key = (self.info.name, tuple(files.flat), versions, shape)
            examples = array_cache.get(key, lambda: (arrays(files, resize), labels))
            return pipeline.gather(examples, order)

        names, numbers = stream.on_host(_encoded(files), labels)
        return pipeline.Pipeline(
            order,
            {"order": order.indices(len(files))},
            {
                "read": lambda i: read(names[i]),
                "decode": lambda i: decode(names[i]),
                "resize": lambda i: (resize(names[i]), numbers[i]),
            },
            threads(files),
        )

    def arrays(self, split, *, image_size, channels=None):
        """As of `sources.Source`."""
        channels = self.info.shape_at(image_size, channels)[-1]
        *_, resize = self.stages(image_size, channels)
        return arrays(self.names[split], resize), self.labels[split]

    def check(self):
        """Raises `ValueError` where a file cannot be decoded."""
        for names in self.names.values():
            readable(names, strict=True)


def arrays(files, read):
    """All examples, uint8 [N, H, W, C].

    Args:
        files: names of the files of each example, [N, k].
        read: function of the names [k] of an example's files.

    Raises:
        ValueError: a file cannot be decoded; the message names it.
    """
    check_bytes(files)
    names = tf.data.Dataset.from_tensor_slices(_encoded(files))
    examples = stream.parallel(names, read, threads=threads(files))
    batches = stream.finish(examples.batch(256)).as_numpy_iterator()
    try:
        return np.concatenate(list(batches))
    except tf.errors.OpError:
        readable(files, strict=True)  # TensorFlow does not say which one it was.
        raise


def _encoded(files):
    """Names as TensorFlow takes them, which need not be UTF-8."""
    return np.vectorize(os.fsencode, otypes=[object])(files)


def threads(files) -> int | None:
    """Threads for a pipeline of its own, where files take long to come.

    As many as there are cores, which all pipelines share, would wait most of the time
    for a network or a disk that turns. Where files are at hand, more are no gain: they
    take the cores from each other.
    """
    some = files.flat[:: math.ceil(files.size / 8)]
    began = time.perf_counter()
    for file in some:
        with contextlib.suppress(OSError):  # Who decodes it says so.
            Path(file).read_bytes()
    slow = time.perf_counter() - began > SLOW * len(some)
    return max(16, os.cpu_count()) if slow else None


def check_bytes(files):
    """Raises `ValueError` where a file is too large to be read as a whole."""
    for file in files.flat:
        with images.naming(file):
            images.check_bytes(file)


def readable(files, strict=False):
    """Whether the pipeline decodes each example, [N]; if `strict`, raises where not.

    Those that it does not are counted, on stdout.
    """

    def check(names):
        try:
            for name in names:
                image_file.check(name)
            return True
        except ValueError as error:
            if strict:
                raise
            logging.getLogger(__name__).warning("Left out: %s", error)
            return False

    # Of Python's more threads than cores, each would hold an image.
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = np.array(list(pool.map(check, files)))
    left_out = np.sum(~results)
    what = "files" if files.shape[1] == 1 else "pairs"
    if left_out == len(files):
        raise ValueError(f"None of the {left_out} image {what} can be decoded.")
    if left_out:
        print(f"Left out {left_out} of {len(files)} {what} that cannot be decoded.")
    return results
