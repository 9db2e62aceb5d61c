"""Scans of handwritten digits that ship with scikit-learn."""

import collections

import numpy as np
import tensorflow_datasets as tfds


class Digits(tfds.core.GeneratorBasedBuilder):
    """1,797 handwritten digits of 8x8 pixels in 17 shades of grey, ten classes.

    The part of the UCI set "Optical Recognition of Handwritten Digits" that
    scikit-learn carries. Every fifth scan of each class is in the test split.
    """

    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        return tfds.core.DatasetInfo(
            builder=self,
            description=self.__doc__,
            features=tfds.features.FeaturesDict(
                {
                    "image": tfds.features.Image(shape=(8, 8, 1)),
                    "label": tfds.features.ClassLabel(num_classes=10),
                }
            ),
            supervised_keys=("image", "label"),
            homepage="https://archive.ics.uci.edu/dataset/80",
            license="CC BY 4.0",
            citation="E. Alpaydin and C. Kaynak (1998), UCI, doi:10.24432/C50P49",
        )

    def _split_generators(self, dl_manager):
        return {
            "train": self._generate_examples(test=False),
            "test": self._generate_examples(test=True),
        }

    def _generate_examples(self, test):
        from sklearn.datasets import load_digits

        scans = load_digits()
        images = np.round(scans.images * (255 / 16)).astype(np.uint8)[..., np.newaxis]
        seen = collections.Counter()
        for i, (image, label) in enumerate(zip(images, scans.target, strict=True)):
            seen[label] += 1
            if (seen[label] % 5 == 0) == test:
                yield i, {"image": image, "label": label}


Builder = Digits
