"""Edges and photographs, from pictures that ship with scikit-learn and scikit-image."""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
import tensorflow_datasets as tfds
from PIL import Image

from pipelines.transforms.crops import Box

SIDE = 64  # Pixels of a crop.
HELD_OUT = 72  # Width in pixels of the strip that test crops are from.
STRIDES = {"train": 7, "test": 8}
LEAST_LINES = 0.01  # Share of edge pixels, below which a crop shows nothing.


class Photograph(NamedTuple):
    """How much it is reduced, and its credit."""

    factor: int
    credit: str


with Path(__file__).with_suffix(".csv").open(encoding="utf-8") as table:
    PHOTOGRAPHS = {
        row["name"]: Photograph(int(row["factor"]), row["credit"])
        for row in csv.DictReader(table)
    }


class PhotoEdges(tfds.core.GeneratorBasedBuilder):
    """Pairs of edges and the 64x64 crop of a photograph that they were found in.

    Fourteen photographs, five of them grey, are reduced, most of them to a half, and a
    strip down the middle of each is held out for the test crops. Edges are Canny's,
    black on white, found in the strip and on either side of it apart, so that the
    splits share no pixel and no line. Crops overlap; those with hardly any line are
    left out.
    `box` is the place of a crop in its photograph: top, left, bottom, right.

    Canny (1986), "A Computational Approach to Edge Detection", with scikit-image's
    defaults: a Gaussian of deviation 1 and thresholds 0.1 and 0.2.
    """

    VERSION = tfds.core.Version("1.2.0")

    def _info(self):
        image = tfds.features.Image(shape=(SIDE, SIDE, 3))
        credits = (f"{name}: {photo.credit}" for name, photo in PHOTOGRAPHS.items())
        return tfds.core.DatasetInfo(
            builder=self,
            description=self.__doc__,
            features=tfds.features.FeaturesDict(
                {
                    "source": image,
                    "target": image,
                    "photograph": tfds.features.Text(),
                    "box": tfds.features.Tensor(shape=(4,), dtype=np.int64),
                }
            ),
            supervised_keys=("source", "target"),
            homepage=(
                "scikit-learn and scikit-image, reduced, cropped and outlined. "
                + "; ".join(credits)
            ),
            license=(
                "CC BY 2.0 (china, flower: name their photographers), CC0 (brick, "
                "camera, chelsea, coffee, grass, gravel, retina), public domain "
                "(astronaut, hubble_deep_field, rocket), no known copyright "
                "restrictions (coins, immunohistochemistry)"
            ),
        )

    def _split_generators(self, dl_manager):
        return {split: self._generate_examples(split) for split in STRIDES}

    def _generate_examples(self, split):
        for name, photograph in PHOTOGRAPHS.items():
            pixels = reduce(read(name), photograph.factor)
            whole = Box(0, 0, *pixels.shape[:2])
            middle = (whole.right - HELD_OUT) // 2
            sides, strip = whole.split(middle, HELD_OUT)
            regions = {"train": sides, "test": [strip]}[split]
            drawing = np.full_like(pixels, 255)
            for region in regions:
                region.of(drawing)[:] = draw_edges(region.of(pixels))

            boxes = [b for r in regions for b in r.grid(SIDE, STRIDES[split])]
            for i, box in enumerate(boxes):
                if np.mean(box.of(drawing) == 0) < LEAST_LINES:
                    continue
                yield (
                    f"{name} {i:03}",
                    {
                        "source": box.of(drawing),
                        "target": box.of(pixels),
                        "photograph": name,
                        "box": [photograph.factor * place for place in box],
                    },
                )


def read(name: str) -> np.ndarray:
    """A photograph, uint8 [H, W, 3]."""
    from skimage import data
    from skimage.color import gray2rgb
    from sklearn.datasets import load_sample_image

    if name in ("china", "flower"):
        return load_sample_image(f"{name}.jpg")
    pixels = getattr(data, name)()
    return gray2rgb(pixels) if pixels.ndim == 2 else pixels


def reduce(pixels, factor: int):
    """Averages squares of `factor` pixels; what does not fill one is cut off."""
    height, width, _ = pixels.shape
    pixels = pixels[: height // factor * factor, : width // factor * factor]
    return np.asarray(Image.fromarray(pixels).reduce(factor))


def draw_edges(pixels):
    """Canny's edges of an image [H, W, 3], black lines on white, of the same shape."""
    from skimage import feature

    grey = np.asarray(Image.fromarray(pixels).convert("L")) / 255
    lines = feature.canny(grey, sigma=1, low_threshold=0.1, high_threshold=0.2)
    return np.repeat(np.where(lines, 0, 255)[..., np.newaxis], 3, axis=-1)


Builder = PhotoEdges
