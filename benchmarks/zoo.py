"""A recipe of the zoo as a candidate, trained by `fit` as any user does."""

import math

from benchmarks.process import Candidate
from tfgan_zoo import recipes

CLASSES = 10


def build(
    recipe: str, image_shape=None, batch_size: int | None = None, **options
) -> Candidate:
    """A recipe on a constant batch; what is left out is the recipe's own.

    Args:
        recipe: its name.
        image_shape: of one image or point.
        batch_size: of a minibatch.
        **options: of `Recipe.build`: `width`, and how a step is compiled.
    """
    gan, batch = model(recipe, image_shape, batch_size, **options)
    return Candidate(
        run=fitting(gan, endless(as_sent(recipe, batch))),
        parameters=parameters(gan),
        images=(batch_size or recipes.get(recipe).batch_size) * gan.discriminator_steps,
        unit=gan.steps_per_execution,
    )


def model(recipe: str, image_shape=None, batch_size: int | None = None, **options):
    """The model of a recipe and a batch of noise for it, with the arguments of `build`.

    Returns:
        The compiled model, and nested NumPy arrays.
    """
    import pipelines

    chosen = recipes.get(recipe)
    own_shape = pipelines.info(chosen.dataset).shape_at(chosen.image_size)
    shape = tuple(image_shape or own_shape)
    gan = chosen.build(shape, num_classes=CLASSES, seed=0, **options)
    size = (batch_size or chosen.batch_size) * gan.discriminator_steps
    batch = chosen.kind.random(shape, size, classes=CLASSES)
    chosen.prepare(gan, batch)
    return gan, batch


def small(recipe: str, replicas: int = 1):
    """A recipe at 28x28 pixels with minibatches of 64, and a constant batch of it.

    Args:
        recipe: its name.
        replicas: that share the batch; it is the part of one.
    """
    from tfgan_zoo.examples import Images

    shape = (28, 28, 1)
    gan = getattr(recipes, recipe).build(shape, seed=0)
    return gan, Images.random(shape, 64 * gan.discriminator_steps // replicas)


def as_sent(recipe: str, batch):
    """A batch as the pipelines of a recipe send it.

    Images are bytes, which nothing checks; but floats where pairs have been enlarged,
    cropped and mirrored.
    """
    import keras

    from tfgan_zoo import pixels

    if recipes.get(recipe).jitter:
        return batch
    return keras.tree.map_structure(
        lambda part: pixels.to_bytes(part) if part.ndim == 4 else part, batch
    )


def endless(batch):
    """A dataset that holds nothing but one batch, again and again."""
    import tensorflow as tf

    options = tf.data.Options()
    options.autotune.enabled = False  # Its thread would not be idle between turns.
    return tf.data.Dataset.from_tensors(batch).repeat().with_options(options)


def fitting(model, data):
    """A function that trains a model by `fit` for some steps."""

    def run(steps):
        model.fit(data, steps_per_epoch=steps, verbose=0, shuffle=False)

    return run


def parameters(gan) -> tuple[int, int]:
    """Trainable parameters of the generator and of the discriminator."""
    networks = gan.generator, gan.discriminator
    return tuple(
        sum(math.prod(weight.shape) for weight in network.trainable_variables)
        for network in networks
    )
