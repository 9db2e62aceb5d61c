"""Pairs of images of your own: `pairs:PATH`."""

import concurrent.futures

import numpy as np
import tensorflow as tf

from pipelines import catalogue
from pipelines.folders import contents, file_source, file_tree, pair_layout
from pipelines.transforms import image_file, images, pairs


class Source(file_source.FileSource):
    """The pairs under a folder: side by side in files, or in the folders of two sides.

    Which folders are splits and sides, and which side is the source, is as
    `pair_layout.pair_up` has it. Without splits all pairs are of "train".
    """

    kind, reverse = "pairs", False

    def __init__(self, path: str, **_):
        root, found = file_tree.under(self.kind, path)
        paired = pair_layout.pair_up(root, found)
        self.names = {split: np.array(p, object) for split, p in paired.items()}
        self.labels = {s: np.zeros(len(p), np.int64) for s, p in paired.items()}
        self.info = catalogue.Info(
            name=f"{self.kind}:{path}",
            shape=(None, None, 3),
            classes=(),
            examples={split: len(names) for split, names in self.names.items()},
            licence="your own",
            source=str(root),
            pairs=True,
        )

    def contents(self) -> dict:
        """What the folder is known by, as of `contents.of`."""
        every = [file for names in self.names.values() for file in names.flat]
        return contents.of(self.info.source, every)

    def check(self):
        """Raises `ValueError` where a file cannot be decoded, or holds no pair."""
        for names in self.names.values():
            _check_all_sizes(names)
        super().check()

    def pipeline(self, split, order, **options):
        """As of `FileSource`, of images of joined pairs; sizes are checked."""
        _check_all_sizes(self.names[split])
        return super().pipeline(split, order, **options)

    def stages(self, image_size, channels):
        """As of `file_source.FileSource`; source and target come joined."""

        def read(names):
            return [tf.io.read_file(name) for name in tf.unstack(names)]

        def decode(names):
            halves = [image_file.decode(name, channels) for name in tf.unstack(names)]
            if len(halves) == 1:
                middle = tf.shape(halves[0])[1] // 2
                halves = [halves[0][:, :middle], halves[0][:, middle:]]
            return halves[::-1] if self.reverse else halves

        def resize(names):
            halves = decode(names)
            return pairs.join(*(images.fit(h, image_size, channels) for h in halves))

        return read, decode, resize


def _check_all_sizes(examples):
    """Raises `ValueError` as `_check_sizes` does."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(_check_sizes, examples))


def _check_sizes(names):
    """Raises `ValueError` if a file holds no pair, or its images differ in size."""
    try:
        sizes = [images.size(name) for name in names]
    except ValueError:
        return  # Reading it says what is wrong, or leaves it out.
    if len(sizes) == 1 and sizes[0][0] != 2 * sizes[0][1]:
        raise ValueError(
            f"{names[0]} holds no pair: two square images side by side are twice as "
            "wide as high. Received: {} x {} pixels. ".format(*sizes[0])
            + "Other sources and targets lie in two folders, which are named "
            f"{pair_layout.known()}."
        )
    if len(set(sizes)) > 1:
        (a, b), (one, other) = names, sizes
        raise ValueError(
            f"{a} of {one[0]} x {one[1]} pixels and {b} of {other[0]} x {other[1]} "
            "differ in size; bring them to one."
        )
