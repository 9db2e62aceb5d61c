"""Images: the form that metrics take."""

import numpy as np

from tfgan_zoo import pixels


def as_images(values, name: str = "images") -> np.ndarray:
    """The images as float32 [n, H, W, C] in [-1, 1].

    Args:
        values: images [n, H, W, C], floats in [-1, 1] or uint8.
        name: what the caller calls them, for the error.

    Returns:
        Array [n, H, W, C] of float32.

    Raises:
        ValueError: for another shape or type, no image, or values out of range.
    """
    images = pixels.checked(values, name)
    if images.ndim != 4 or 0 in images.shape:
        raise ValueError(
            f"`{name}` must be images [n, H, W, C], at least one. Received shape "
            f"{images.shape}."
        )
    return images


def pair_of_images(real, fake, names=("real_images", "fake_images")):
    """Two sets of images of one size.

    Args:
        real: images [n, H, W, C], floats in [-1, 1] or uint8.
        fake: images [m, H, W, C], likewise.
        names: what the caller calls them, for the error.

    Returns:
        Arrays [n, H, W, C] and [m, H, W, C] of float32.

    Raises:
        ValueError: as `as_images`, and where the sizes differ.
    """
    real, fake = as_images(real, names[0]), as_images(fake, names[1])
    if real.shape[1:] != fake.shape[1:]:
        raise ValueError(
            f"`{names[0]}` and `{names[1]}` must have the same size; resize one. "
            f"Received {real.shape[1:]} and {fake.shape[1:]}."
        )
    return real, fake
