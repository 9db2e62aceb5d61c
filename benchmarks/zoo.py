"""A recipe of the zoo as a contender, trained by `fit` as any user does."""

import math

from benchmarks import batches
from benchmarks.contender import Contender


def build(
    recipe: str,
    image_shape=None,
    batch_size: int | None = None,
    width: int | None = None,
    *,
    jit_compile: bool = False,
    steps_per_execution: int = 1,
    mixed_precision: str | None = None,
) -> Contender:
    """A recipe on a constant batch; what is left out is the recipe's own.

    Args:
        recipe: its name.
        image_shape: of one image or point.
        batch_size: of a minibatch.
        width: of the networks.
        jit_compile: compile the step with XLA.
        steps_per_execution: steps between two returns to Python.
        mixed_precision: a policy of Keras, as "mixed_bfloat16".
    """
    import keras

    from tfgan_zoo import recipes

    if mixed_precision:
        keras.mixed_precision.set_dtype_policy(mixed_precision)
    module = getattr(recipes, recipe)
    shape = tuple(image_shape or batches.image_shape(module))
    classes = batches.CLASSES if module.EXAMPLES in batches.LABELLED else None
    gan = module.build(shape, num_classes=classes, seed=0, width=width)
    gan.jit_compile = jit_compile
    gan.steps_per_execution = steps_per_execution

    size = (batch_size or module.BATCH_SIZE) * gan.discriminator_steps
    batch = batches.batch(module.EXAMPLES, shape, size)
    if hasattr(module, "prepare"):
        module.prepare(gan, batch)
    return Contender(
        run=fitting(gan, batch),
        parameters=(parameters(gan.generator), parameters(gan.discriminator)),
        images=size,
        unit=steps_per_execution,
    )


def endless(batch):
    """A dataset that holds nothing but one batch, again and again."""
    import tensorflow as tf

    options = tf.data.Options()
    options.autotune.enabled = False  # Its thread would not be idle between turns.
    return tf.data.Dataset.from_tensors(batch).repeat().with_options(options)


def fitting(model, batch):
    """A function that trains a model by `fit` for some steps."""
    data = endless(batch)

    def run(steps):
        model.fit(data, steps_per_epoch=steps, verbose=0, shuffle=False)

    return run


def parameters(network) -> int:
    """Trainable parameters of a network of Keras."""
    return sum(math.prod(weight.shape) for weight in network.trainable_variables)
