"""Pairs of images of your own: `pairs:PATH`, and from B to A `pairs_ba:PATH`."""

import concurrent.futures

import numpy as np
import tensorflow as tf

from pipelines import catalogue, files, image_file, images, pairs

SPLITS = ("train", "test", "val")
SIDES = ("A", "B")


class Source:
    """The pairs under a folder: files side by side, or in folders A and B.

    A folder `train`, `test` or `val` is a split; it may hold A and B, or lie in both.
    Without such folders all pairs are of the split "train".
    """

    def __init__(self, kind: str, path: str):
        self.reverse = kind == "pairs_ba"
        root, found = files.under(kind, path)
        self.examples = _pair_up(root, found)
        self.info = catalogue.Info(
            name=f"{kind}:{path}",
            shape=(None, None, 3),
            classes=(),
            examples={split: len(names) for split, names in self.examples.items()},
            licence="your own",
            source=str(root),
            pairs=True,
        )

    def check(self):
        """Raises `ValueError` where a file cannot be decoded."""
        for names in self.examples.values():
            files.readable(np.array(names), strict=True)

    def parts(self, split, order, *, image_size, channels=None, **options):
        """Parts of the pipeline of (images of joined pairs, 0) batches."""
        *size, channels = self.info.shape_at(image_size, channels)
        names = np.array(self.examples[split])
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(_check_sizes, names))

        def read(names):
            return [tf.io.read_file(name) for name in tf.unstack(names)]

        def decode(names):
            halves = [image_file.decode(name, channels) for name in tf.unstack(names)]
            if len(halves) == 1:
                middle = tf.shape(halves[0])[1] // 2
                halves = [halves[0][:, :middle], halves[0][:, middle:]]
            return halves[:: -1 if self.reverse else 1]

        def resize(names):
            halves = decode(names)
            return pairs.join(*(images.fit(h, image_size, channels) for h in halves))

        labels, shape = np.zeros(len(names), np.int64), (*size, 2 * channels)
        stages = {"read": read, "decode": decode, "resize": resize}
        return files.parts(
            self.info.name, names, labels, stages, shape, order, **options
        )


def _pair_up(root, found):
    """For each split, the file names of each pair: one, or that in A and that in B."""
    places = [_place(file.relative_to(root)) for file in found]
    for what, known in enumerate((SPLITS, SIDES)):
        outside = [f for f, place in zip(found, places, strict=True) if not place[what]]
        if outside and len(outside) < len(found):
            raise ValueError(
                f"{outside[0]} lies outside of the folders {', '.join(known)} that "
                "other files are in; move it into one, or away."
            )
    sides = {}
    for file, (split, side, key) in zip(found, places, strict=True):
        pair = sides.setdefault((split or "train", key), {})
        if side in pair:
            raise ValueError(
                f"{pair[side]} and {file} have one stem, so that it is not known which "
                "one their partner belongs to; rename one."
            )
        pair[side] = str(file)
    examples = {}
    for (split, _), pair in sides.items():
        if None not in pair and len(pair) == 1:
            [(side, file)] = pair.items()
            raise ValueError(
                f"{file} has no partner: there is no file of the same stem in folder "
                f"{'B' if side == 'A' else 'A'}."
            )
        examples.setdefault(split, []).append([pair[key] for key in sorted(pair)])
    return {split: examples[split] for split in SPLITS if split in examples}


def _place(path):
    """Split and side of a file, None if it lies in none, and what its pair shares."""
    upper, deeper = path.parts[:-1][:2], path.parts[:-1][2:]
    split = next((folder for folder in upper if folder in SPLITS), None)
    side = next((folder for folder in upper if folder in SIDES), None)
    rest = [folder for folder in upper if folder not in (split, side)]
    name = path.stem if side else path.name
    return split, side, (*rest, *deeper, name)


def _check_sizes(names):
    """Raises `ValueError` if the images of a pair differ in size."""
    try:
        sizes = [images.size(name) for name in names]
    except ValueError:
        return  # Reading it says what is wrong, or leaves it out.
    if len(sizes) == 1 and sizes[0][0] % 2:
        raise ValueError(
            f"The halves of {names[0]} differ in size: its width is odd. Received: "
            "{} x {} pixels.".format(*sizes[0])
        )
    if len(set(sizes)) > 1:
        (a, b), (one, other) = names, sizes
        raise ValueError(
            f"{a} of {one[0]} x {one[1]} pixels and {b} of {other[0]} x {other[1]} "
            "differ in size; bring them to one."
        )
