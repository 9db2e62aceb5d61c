"""Speed of the zoo's own kernels, each against Keras's."""

import contextlib
import sys
from unittest import mock

from benchmarks.gpu import turns

PLACE, SECONDS = 7, 90


def rows(size):
    """Two rows for each form: the zoo's, and Keras's."""
    for name, (recipe, zoos, kerass) in forms().items():

        def built(patch, recipe=recipe):
            with patch:  # Layers decide when a graph is built.
                gan, batch = size.model(recipe, own_shape=recipe == "pix2pix")
                run = turns.training(gan, turns.constant_batch(batch))
                run(1)
            return run

        ways = {
            "the zoo's": lambda patch=zoos: built(patch),
            "Keras's": lambda patch=kerass: built(patch),
        }
        yield from turns.compare(ways, size, form=name, recipe=recipe)


def forms() -> dict:
    """Name to a recipe, and to patches for the zoo's form and for Keras's."""
    import keras

    from tfgan_zoo import kernels, recipes
    from tfgan_zoo.layers import BatchNormalization, DoublingConv2DTranspose

    def optimizer(recipe, name):
        module = sys.modules[recipes.get(recipe).module]
        own = getattr(module, name)
        theirs = getattr(keras.optimizers, name)
        return recipe, *(mock.patch.object(module, name, x) for x in (own, theirs))

    return {
        "Adam": optimizer("dcgan", "Adam"),
        "RMSprop": optimizer("wgan", "RMSprop"),
        "BatchNormalization": (
            "dcgan",
            contextlib.nullcontext(),
            mock.patch.object(BatchNormalization, "_has_kernel", return_value=False),
        ),
        "DoublingConv2DTranspose": (  # Left to Keras on a GPU, unless told otherwise.
            "pix2pix",
            mock.patch.object(kernels, "on_processor", return_value=True),
            mock.patch.object(DoublingConv2DTranspose, "_doubles", return_value=False),
        ),
    }
