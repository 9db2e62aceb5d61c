"""No phase computes a gradient that nobody uses.

The gradient of a convolution's kernel is an operation `Conv2DBackpropFilter`, that of
its input a `Conv2DBackpropInput`; a transposed convolution has the two the other way
round. TensorFlow does not run what nothing depends on, so that is not counted.
"""

import collections

import keras
import pytest
import tensorflow as tf

from tfgan_zoo import recipes
from tfgan_zoo.layers import DoublingConv2DTranspose

OURS = {keras.layers.Conv2DTranspose: DoublingConv2DTranspose}
RECIPES = ["dcgan", "wgan", "lsgan", "hinge_gan", "pix2pix"]


def needed(function, *arguments):
    """Types of the operations that a call runs, and how often."""
    graph = tf.function(function).get_concrete_function(*arguments).graph
    seen = set()
    todo = [*graph.control_outputs, *(tensor.op for tensor in graph.outputs)]
    while todo:
        operation = todo.pop()
        if operation not in seen:
            seen.add(operation)
            todo += operation.control_inputs
            todo += [tensor.op for tensor in operation.inputs]
    return collections.Counter(operation.type for operation in seen)


def game(recipe):
    """A small model, and a minibatch for it."""
    chosen = recipes.get(recipe)
    gan = chosen.build((16, 16, 3), num_classes=10, seed=0, width=2)
    batch = chosen.kind.random((16, 16, 3), 2)
    return gan, tf.nest.map_structure(tf.constant, batch)


def count(network, kind):
    return sum(type(layer) in (kind, OURS.get(kind)) for layer in network.layers)


@pytest.mark.parametrize("recipe", RECIPES)
def test_each_phase_computes_the_gradients_that_it_needs_and_no_other(
    recipe, monkeypatch
):
    # Convolutions are counted, also where a product would take their place.
    monkeypatch.setattr(DoublingConv2DTranspose, "FEW", 0)
    gan, real = game(recipe)
    judged = count(gan.discriminator, keras.layers.Conv2D)
    down = count(gan.generator, keras.layers.Conv2D)
    up = count(gan.generator, keras.layers.Conv2DTranspose)

    # The discriminator sees a real and a fake minibatch; the generator stands still.
    ran = needed(lambda x: gan.train_discriminator(x, 0), real)
    assert ran["Conv2D"] == down + 2 * judged
    assert ran["Conv2DBackpropFilter"] == 2 * judged
    assert ran["Conv2DBackpropInput"] == up + 2 * (judged - 1)

    # The generator's gradient comes through the discriminator, to its weights alone.
    ran = needed(gan.train_generator, real)
    assert ran["Conv2D"] == down + judged + up
    assert ran["Conv2DBackpropFilter"] == down + up
    assert ran["Conv2DBackpropInput"] == up + judged + max(0, down - 1)


@pytest.mark.parametrize("recipe", recipes.available())
def test_no_tape_watches_the_generator_in_the_discriminator_step(recipe, monkeypatch):
    tapes = []

    class Kept(tf.GradientTape):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            tapes.append(self)

    def watched():
        """What the tapes since the last call have seen."""
        seen = {v.ref() for tape in tapes for v in tape.watched_variables()}
        tapes.clear()
        return seen

    gan, real = game(recipe)
    recipes.get(recipe).prepare(gan, real)
    monkeypatch.setattr(tf, "GradientTape", Kept)
    generator = {v.value.ref() for v in gan.generator.trainable_variables}
    gan.train_discriminator(real, 0)
    assert not watched() & generator
    gan.train_generator(real)
    assert generator <= watched()
