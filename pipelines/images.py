"""Pixels: how an image of any kind becomes uint8 [H, W, C] of one size."""

import contextlib
import os
from pathlib import Path

import numpy as np
import tensorflow as tf
from PIL import ExifTags, Image, ImageOps

_KINDS = {"AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PPM", "TGA", "TIFF", "WEBP"}
EXTENSIONS = sorted(e for e, k in Image.registered_extensions().items() if k in _KINDS)

# To hold a set takes twice its size while it is made.
IN_MEMORY_SHARE = 1 / 4
_LIMITS = (  # Of a container: versions 2 and 1 of Linux's control groups.
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
)


def read(path: str, channels: int) -> np.ndarray:
    """Reads an image file of any mode as uint8 [H, W, channels].

    Transparent pixels are laid over white, 16-bit samples are scaled to 8 bits, the
    camera's rotation is applied, and of an animation the first frame is taken.

    Raises:
        ValueError: the file cannot be decoded; the message names it.
    """
    with _opened(path) as image:
        image = ImageOps.exif_transpose(image)
        if image.mode.startswith("I") or image.mode == "F":
            image = Image.fromarray(_to_8_bits(np.asarray(image)))
        if image.has_transparency_data:
            image = image.convert("RGBA")
            white = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(white, image)
        pixels = np.asarray(image.convert("L" if channels == 1 else "RGB"))
    return pixels.reshape(*pixels.shape[:2], channels)


def size(path: str) -> tuple[int, int]:
    """Width and height of what `read` gives, known from the file's first bytes.

    Raises:
        ValueError: the file cannot be decoded; the message names it.
    """
    with _opened(path) as image:
        turned = image.getexif().get(ExifTags.Base.Orientation) in (5, 6, 7, 8)
        return image.size[::-1] if turned else image.size


@contextlib.contextmanager
def _opened(path):
    try:
        with Image.open(path) as image:
            yield image
    except MemoryError:
        raise
    except Exception as error:  # Decoders meet broken files with errors of all kinds.
        raise ValueError(
            f"{path} cannot be decoded as an image ({error}). Remove the file, or "
            "leave such files out with `skip_unreadable`."
        ) from error


def fit(image, image_size: int | None, channels: int):
    """Brings a uint8 image tensor [H, W, c] to [image_size, image_size, channels].

    Its central square is resized with antialiased bilinear interpolation.
    """
    image = tf.convert_to_tensor(image)
    if image.shape[-1] == 3 and channels == 1:
        image = tf.image.rgb_to_grayscale(image)
    elif image.shape[-1] == 1 and channels == 3:
        image = tf.image.grayscale_to_rgb(image)
    if image_size is None or image.shape[:2] == (image_size, image_size):
        return image
    height, width = tf.unstack(tf.shape(image)[:2])
    image = tf.cond(
        (height == image_size) & (width == image_size),
        lambda: image,
        lambda: _resized(image, height, width, image_size),
    )
    return tf.ensure_shape(image, (image_size, image_size, channels))


def _resized(image, height, width, image_size):
    side = tf.minimum(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = image[top : top + side, left : left + side]
    resized = tf.image.resize(square, (image_size, image_size), antialias=True)
    return tf.cast(tf.round(tf.clip_by_value(resized, 0, 255)), tf.uint8)


def belongs_in_memory(count: int, shape: tuple[int, ...]) -> bool:
    """Whether `count` images of this shape are small enough to hold.

    That is up to a quarter of the memory that this process may use.
    """
    return count * int(np.prod(shape)) <= IN_MEMORY_SHARE * memory()


def memory() -> int:
    """Bytes of memory of this machine, or of the container if that has fewer."""
    sizes = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for file in map(Path, _LIMITS):
        # Version 2 says "max" where there is no limit.
        if file.exists() and (limit := file.read_text().strip()).isdigit():
            sizes.append(int(limit))
    return min(sizes)


def _to_8_bits(pixels):
    if pixels.dtype.kind == "f":  # Floating point images are in [0, 1] by convention.
        return np.round(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    return np.round(np.clip(pixels, 0, 65535) / 257).astype(np.uint8)
