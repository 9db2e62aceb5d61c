"""Images as metrics take them: bytes or floats, to the same effect."""

import numpy as np
import pytest

from tfgan_zoo import metrics, pixels
from tfgan_zoo.metrics.evaluation import Samples, evaluate
from tfgan_zoo.metrics.features import Extractor

RANDOM = np.random.default_rng(0)
LABELS = np.arange(60) % 3
CLASS = LABELS[:, np.newaxis, np.newaxis, np.newaxis]
REAL, FAKE = (
    np.uint8(RANDOM.integers(0, 256, (60, 16, 16, 1)) // (1 + CLASS)) for _ in range(2)
)


def extractor():
    def function(images):
        rows = images.reshape(len(images), -1)
        sums = np.abs(rows).sum(1, keepdims=True) + np.arange(3)
        return rows[:, :8], sums / sums.sum(1, keepdims=True)

    return Extractor("first pixels", "0", "as they are", function)


@pytest.mark.parametrize("name", sorted({*metrics.available()} - {"modes"}))
def test_bytes_score_as_floats_do(name):
    scores = []
    for real, fake in ((REAL, FAKE), (pixels.to_floats(REAL), FAKE), (REAL, None)):
        fake = pixels.to_floats(FAKE) if fake is None else fake
        samples = Samples(
            extractor(),
            real_images=real,
            fake_images=fake,
            real_labels=LABELS,
            fake_labels=LABELS,
        )
        scores.append(evaluate([name], samples)[name].values)
    assert scores[0] == scores[1] == scores[2]


def test_images_of_bytes_are_compared_by_their_pixels():
    near = metrics.nearest_neighbour
    one, other = near.score(REAL, FAKE), near.score(REAL, pixels.to_floats(FAKE))
    assert one.values == other.values
