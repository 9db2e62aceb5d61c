"""The discriminator's view of an example."""

import keras


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
