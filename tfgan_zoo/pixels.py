"""Pixels: bytes 0 .. 255, as files and samples hold them, and floats, as networks do.

```pycon
>>> import numpy as np
>>> from tfgan_zoo import pixels
>>> pixels.to_floats(np.uint8([0, 51, 255]))
array([-1. , -0.6,  1. ], dtype=float32)
>>> pixels.to_bytes(np.float32([-1.0, -0.6, 1.0]))
array([  0,  51, 255], dtype=uint8)
```
"""

import numpy as np

__all__ = ["LIMIT", "checked", "to_bytes", "to_floats"]

LIMIT = 1.001  # Of floats that were rounded, in magnitude.


def to_floats(images):
    """Bytes as float32 in [-1, 1], x / 127.5 - 1; what is no bytes stays as it is.

    Args:
        images: array or tensor.
    """
    if images.dtype != "uint8":
        return images
    if isinstance(images, np.ndarray):
        return np.float32(images) / np.float32(127.5) - 1
    from keras import ops  # Arrays need no backend.

    # The same bits: TensorFlow and XLA make products of divisions by a constant, which
    # are rounded rightly in double precision alone.
    return ops.cast(ops.cast(images, "float64") * (1 / 127.5), "float32") - 1


def checked(images, name: str = "images") -> np.ndarray:
    """Bytes, or floats in [-1, 1], as float32 in [-1, 1].

    Args:
        images: array of any shape.
        name: what the caller calls them, for the error.

    Raises:
        ValueError: another type, or values that are out of range or no numbers.
    """
    images = np.asarray(images)
    floats = to_floats(images)
    if floats.dtype.kind != "f":
        raise ValueError(
            f"`{name}` must be floats in [-1, 1] or uint8. Received: {floats.dtype}. "
            "Cast bytes to uint8."
        )
    if floats.size and not np.all(np.abs(floats) <= LIMIT):  # NaN is in no range.
        raise ValueError(
            f"`{name}` must be in [-1, 1], or bytes as uint8; of floats from 0 to 255, "
            f"x / 127.5 - 1 is. Received values from {floats.min():g} to "
            f"{floats.max():g}."
        )
    return floats.astype(np.float32, copy=False)


def to_bytes(images) -> np.ndarray:
    """Floats in [-1, 1] as uint8; what is beyond is clipped, and bytes stay bytes."""
    images = np.asarray(images)
    if images.dtype == np.uint8:
        return images
    return np.uint8(np.round(np.clip((images + 1) * 127.5, 0, 255)))
