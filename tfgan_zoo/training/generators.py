"""What a generator is fed, read off the network itself."""

from tfgan_zoo.layers import OneHot


def translates(generator) -> bool:
    """Whether it makes images of images: its input is named "sources"."""
    return generator.inputs[0].name == "sources"


def num_classes(generator) -> int | None:
    """How many labels a generator knows; None if it asks for none, or hides it."""
    known = [
        layer.num_classes
        for layer in generator._flatten_layers()
        if isinstance(layer, OneHot)
    ]
    return known[0] if known else None
