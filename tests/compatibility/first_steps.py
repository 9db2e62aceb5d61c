"""The first steps of every recipe: its weights, latents, and two steps on noise."""

import numpy as np
import tensorflow as tf

from tests import toys
from tfgan_zoo import recipes

WIDTH = {"gan": 16, "cgan": 20, "semi_supervised_gan": 20}  # 4 for all others.
CLASSES = 3
MINIBATCH = 4
VARIANTS = {  # What a recipe makes of points, and of colour.
    "gan of points": ("gan", (2,)),
    "semi_supervised_gan of colour": ("semi_supervised_gan", (32, 32, 3)),
}


def cases(names) -> dict:
    """Name of a case to a recipe's name and the shape of its examples."""
    shapes = {"pix2pix": (16, 16, 3), "semi_supervised_gan": (8, 8, 1)}
    return {name: (name, shapes.get(name, (16, 16, 1))) for name in names} | VARIANTS


def batch_of(structure, shape, size):
    """A batch of noise, as nested as names of its parts."""
    rng = np.random.default_rng(0)

    def part(name):
        if name == "labels":
            return rng.integers(0, CLASSES, size)
        return rng.uniform(-1, 1, (size, *shape)).astype(np.float32)

    return tf.nest.map_structure(part, structure)


def structure_of(gan):
    """Names of the parts of an example."""
    conditions = [tensor.name for tensor in gan.discriminator.inputs[1:]]
    default = ("images", *conditions) if conditions else "images"
    return gan.example or default


def run(name, shape):
    """Arrays of a new model, of its latents, and of the model after two steps."""
    recipe = getattr(recipes, name)
    earlier = getattr(recipe, "earlier", {})  # As version 0.1.0 had it.
    gan = recipe.build(shape, CLASSES, seed=3, width=WIDTH.get(name, 4), **earlier)
    new = _state(gan)
    latents = [gan.sample_latents(3, turn=1)] if gan.latent_dim else []
    batch = batch_of(structure_of(gan), shape, MINIBATCH * gan.discriminator_steps)
    prepare = getattr(recipe, "prepare", None)
    if prepare:
        prepare(gan, batch)
    toys.fit(gan, tf.data.Dataset.from_tensors(batch).repeat(), 2)
    return {"new": new, "latents": latents, "two steps": _state(gan)}


def _state(gan):
    optimizers = (gan.generator_optimizer, gan.discriminator_optimizer)
    averages = [gan.generator_average] if gan.generator_average else []
    variables = [
        *gan.generator.weights,
        *gan.discriminator.weights,
        *(v for o in optimizers for v in o.variables if "learning_rate" not in v.path),
        *(v for average in averages for v in average.generator.weights),
    ]
    return [np.array(v) for v in variables]
