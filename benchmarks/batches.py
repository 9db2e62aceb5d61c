"""Constant batches of noise, of the shape that a recipe asks for."""

import numpy as np

CLASSES = 10
LABELLED = ("labelled", "few_labels")


def image_shape(recipe) -> tuple[int, ...]:
    """The shape of one example of a recipe, as its own dataset has it."""
    if recipe.EXAMPLES == "points":
        return (2,)
    channels = 3 if recipe.EXAMPLES == "pairs" else 1
    return recipe.IMAGE_SIZE, recipe.IMAGE_SIZE, channels


def batch(kind: str, shape, size: int, seed=0):
    """A batch as a training step takes it, of arrays.

    Args:
        kind: `EXAMPLES` of a recipe.
        shape: of one image or point.
        size: examples of the batch.
        seed: of the noise.
    """
    rng = np.random.default_rng(seed)

    def images():
        return rng.uniform(-1, 1, (size, *shape)).astype(np.float32)

    labels = rng.integers(0, CLASSES, size)
    return {
        "images": images,
        "points": images,
        "labelled": lambda: (images(), labels),
        "pairs": lambda: (images(), images()),
        "few_labels": lambda: ((images(), labels), images()),
    }[kind]()
