"""The discriminator's view of an example."""

import keras
from keras import ops


def extractor(discriminator):
    """The part of a discriminator up to its layer "features", with shared weights.

    Raises:
        ValueError: no layer has this name.
    """
    names = [layer.name for layer in discriminator.layers]
    if "features" not in names:
        raise ValueError(
            "Feature matching needs a layer named 'features' in the discriminator; "
            f"name an intermediate layer so. Received layers: {names}"
        )
    return keras.Model(discriminator.inputs, discriminator.get_layer("features").output)


def mean_over_patches(output):
    """One float32 for each example, [B], of a discriminator's output [B, ...]."""
    return ops.mean(ops.reshape(ops.cast(output, "float32"), (output.shape[0], -1)), 1)
