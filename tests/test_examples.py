"""Kinds of examples: what a batch of each is, and which datasets have them."""

import dataclasses
import inspect

import numpy as np
import pytest
import tensorflow as tf

import pipelines
from tfgan_zoo import examples, recipes
from tfgan_zoo.examples import Images, Kind, Labelled, Pairs, PartlyLabelled, Points

KINDS = [
    value
    for value in vars(examples).values()
    if inspect.isclass(value) and issubclass(value, Kind) and value is not Kind
]
DATASETS = {"images": "digits", "pairs": "photo_edges", "points": "ring"}
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_noise_is_of_its_kind(kind):
    shape = (2,) if kind is Points else (8, 8, 1)
    batch = kind.random(shape, 6, classes=3, seed=1)
    kind.check(batch)
    kind.check(tf.nest.map_structure(tf.constant, batch))
    for one, again in zip(
        tf.nest.flatten(batch),
        tf.nest.flatten(kind.random(shape, 6, classes=3, seed=1)),
        strict=True,
    ):
        np.testing.assert_array_equal(one, again)
        assert one.shape[0] == 6


@every_kind
@pytest.mark.parametrize("other", KINDS)
def test_a_batch_of_another_kind_is_refused(kind, other):
    batch = other.random((2,) if other is Points else (8, 8, 1), 4)
    if (
        tf.nest.map_structure(np.ndim, batch)
        == tf.nest.map_structure(
            np.ndim, kind.random((2,) if kind is Points else (8, 8, 1), 4)
        )
        and other.labelled() == kind.labelled()
    ):
        return
    with pytest.raises(ValueError, match=f"A batch of the kind {kind.__name__} is"):
        kind.check(batch)


@every_kind
def test_pipelines_give_it(kind):
    name = DATASETS[kind.holds]
    size = None if kind is Points else 16
    data = pipelines.load_parts(
        name, kind.parts, batch_size=4, image_size=size, seed=0, **kind.options
    )
    kind.check(data.element_spec)
    kind.check(next(iter(data)))


@every_kind
def test_datasets_of_another_kind_are_refused(kind):
    for holds, name in DATASETS.items():
        info = pipelines.info(name)
        if holds == kind.holds:
            kind.check_dataset(info)
        else:
            with pytest.raises(ValueError, match="Choose another dataset or recipe"):
                kind.check_dataset(info)


@pytest.mark.parametrize("kind", [Labelled, PartlyLabelled])
def test_a_dataset_without_labels_is_refused(kind):
    info = dataclasses.replace(pipelines.info("digits"), classes=())
    with pytest.raises(ValueError, match="learns from labels, and 'digits' has none"):
        kind.check_dataset(info)
    Images.check_dataset(info)


def test_parts_that_pipelines_do_not_know_are_refused():
    with pytest.raises(ValueError, match="Received: 'sounds'"):
        pipelines.load_parts("digits", "sounds", batch_size=4)


@pytest.mark.parametrize("name", recipes.available())
def test_recipes_learn_from_the_examples_of_their_objective(name):
    recipe = recipes.get(name)
    gan = recipe.build((16, 16, 1), 10, seed=0, width=5)
    conditions = [tensor.name for tensor in gan.discriminator.inputs[1:]]
    default = ("images", *conditions) if conditions else "images"
    assert recipe.kind.parts == (gan.example or default)


def test_the_gan_learns_from_images_and_from_points():
    gan = recipes.gan
    assert gan.kind_of(pipelines.info("ring")) is Points
    assert gan.kind_of(pipelines.info("digits")) is Images
    with pytest.raises(ValueError, match="learns from images, and 'photo_edges'"):
        gan.kind_of(pipelines.info("photo_edges"))
    assert recipes.pix2pix.kind_of(pipelines.info("photo_edges")) is Pairs
