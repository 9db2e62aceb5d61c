"""The conditional GAN the other way: tags of images."""

import itertools

import numpy as np
import pytest
import tensorflow as tf

import pipelines
import tfgan_zoo as zoo
from pipelines.embedded import tagged_digits
from tests.docs import examples
from tfgan_zoo.losses import minimax
from tfgan_zoo.pixels import to_floats

DRAWS = 20  # Of an image.


def test_the_generator_minimises_no_distance_to_the_truth():
    gan = zoo.recipes.cgan_tags.build((16, 16, 1), seed=0, width=4)
    (pair,) = pipelines.load("tagged_digits", batch_size=8, image_size=16).take(1)
    real = tf.nest.map_structure(to_floats, pair)
    fake = gan.generate(real, 1)
    loss = float(gan.generator_loss(real, fake))
    for variable in gan.discriminator.non_trainable_variables:
        variable.assign(variable - 1)  # The counts of calls: the same noise again.
    alone = float(minimax.generator_loss(gan.discriminate(fake)))
    assert loss == pytest.approx(alone)
    assert float(gan.l1_meter.result()) > 0.1  # Which L1 would add to.


@pytest.mark.learning
def test_tags_are_predicted_far_better_than_by_how_frequent_they_are():
    names = {}
    text = (examples.ROOT / "README.md").read_text()
    (block,) = (b for b in examples.blocks(text) if "cgan_tags.build" in b.code)
    exec(block.code, names)

    pictures, tags = held_out()
    draws = names["gan"].sampler(np.repeat(to_floats(pictures), DRAWS, axis=0))
    words = tagged_digits.words(draws).reshape(len(pictures), DRAWS, 16)
    scores = words.mean(axis=1) @ tagged_digits.WORDS.T
    frequent = np.tile(tags.mean(axis=0), (len(pictures), 1))
    assert precision(scores, tags) > precision(frequent, tags) + 0.2
    assert precision(scores[:, :10], tags[:, :10]) > (
        precision(frequent[:, :10], tags[:, :10]) + 0.4
    )
    # Not the same tag again and again.
    drawn = np.argmax(words @ tagged_digits.WORDS.T, axis=-1)
    assert np.mean([len(set(row)) for row in drawn]) > 1.5


def held_out():
    """Each held-out picture once, and which of the tags it has, [N, 12]."""
    sources, targets = pipelines.Dataset("tagged_digits").arrays("test", shuffle=False)
    nearest = tagged_digits.words(to_floats(targets)) @ tagged_digits.WORDS.T
    pairs = zip(sources, nearest.argmax(axis=1), strict=True)
    pictures, tags = [], []
    for _, group in itertools.groupby(pairs, lambda pair: pair[0].tobytes()):
        shown, known = zip(*group, strict=True)
        pictures.append(shown[0])
        tags.append(np.isin(range(len(tagged_digits.TAGS)), known))
    return np.stack(pictures), np.stack(tags)


def precision(scores, tags):
    """The share of right tags among the best ones, as many as an image has."""
    ranks = np.argsort(np.argsort(-scores, axis=1), axis=1)
    chosen = ranks < tags.sum(axis=1, keepdims=True)
    return np.mean((chosen & tags).sum(axis=1) / tags.sum(axis=1))
