"""Pixels: how an image of any kind becomes uint8 [H, W, C] of one size."""

import contextlib
import ctypes
import functools
import io
import os
import threading

import numpy as np
import tensorflow as tf
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

_KINDS = {"AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PPM", "TGA", "TIFF", "WEBP"}
EXTENSIONS = sorted(e for e, k in Image.registered_extensions().items() if k in _KINDS)

# Of 8,192 x 6,144, as of a telephone. What is larger would take gigabytes: a file of a
# few bytes can claim any size.
MAX_PIXELS = 3 * 2**24
MAX_BYTES = 2**28
_COSTLY = ("JPEG2000", "WEBP")  # Their decoders take twice the memory.
_ONE_LARGE = threading.Lock()
_BAND = 2**22  # Pixels that are converted at once.

_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLE_FORMAT = 256, 257, 258, 262, 339  # TIFF.


def read(file: str | bytes, channels: int, image_size: int | None = None) -> np.ndarray:
    """Reads an image file of any mode as uint8 [H, W, channels].

    Transparent pixels are laid over white, the camera's rotation is applied, and of an
    animation the first frame is taken. Samples of 16 bits, or of 12 in a TIFF, are
    scaled so that their largest number is white; floating-point ones so that 1 is.

    Args:
        file: its path, or its content.
        channels: 1 or 3.
        image_size: that a large image is brought to, as by `fit`, before the next one
            is decoded; others stay as they are.

    Raises:
        ValueError: the file cannot be decoded, is larger than `MAX_BYTES` or
            `MAX_PIXELS`, or holds samples of which it is not known what is white; the
            message names it.
    """
    with contextlib.ExitStack() as turn:
        with _opened(file) as image:
            if large := image.width * image.height > _max_pixels(image) // 2:
                turn.enter_context(_ONE_LARGE)  # One after the other takes less memory.
                _give_back_memory()
            pixels = _pixels(image, channels)
        if not large or image_size is None:
            return pixels
        del image  # And its own pixels.
        pixels = _resized(pixels, *pixels.shape[:2], image_size).numpy()
        _give_back_memory()
        return pixels


def _give_back_memory():
    """Gives the system what is free: glibc keeps it, in pieces for every thread."""
    with contextlib.suppress(AttributeError, TypeError):  # There is no such library.
        ctypes.CDLL(None).malloc_trim(0)


def _pixels(image, channels):
    white = _white(image)
    # Pillow inverts what is stored so only where it has 8 bits.
    inverted = image.format == "TIFF" and image.tag_v2.get(_PHOTOMETRIC) == 0
    ImageOps.exif_transpose(image, in_place=True)
    pixels = np.empty((image.height, image.width, channels), np.uint8)
    rows = max(1, _BAND // image.width)  # Copies of all pixels would add up.
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        band = image.crop((0, top, image.width, bottom))
        if white is not None:
            band = Image.fromarray(_to_8_bits(np.asarray(band), white, inverted))
        pixels[top:bottom] = _to_bytes(band, channels)
    return pixels


def size(path: str) -> tuple[int, int]:
    """Width and height of what `read` gives, known from the file's first bytes.

    Raises:
        ValueError: the file cannot be decoded; the message names it.
    """
    with _opened(path) as image:
        stored = image.size
        if image.format == "TIFF":  # Which some versions of Pillow turn at once.
            stored = image.tag_v2[_WIDTH], image.tag_v2[_HEIGHT]
        turned = image.getexif().get(ExifTags.Base.Orientation) in (5, 6, 7, 8)
        return stored[::-1] if turned else stored


def _max_pixels(image):
    """Pixels that an image of its kind may have."""
    return MAX_PIXELS // (2 if image.format in _COSTLY else 1)


@contextlib.contextmanager
def naming(file: str | bytes):
    """Makes of any error in its body a `ValueError` that names the file."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:  # Decoders meet broken files with errors of all kinds.
        if isinstance(file, bytes):
            raise ValueError(f"The image cannot be decoded ({error}).") from error
        raise ValueError(
            f"{text(file)} cannot be decoded as an image ({text(str(error))}). Remove "
            "the file, or leave such files out with `skip_unreadable`."
        ) from error


def text(name) -> str:
    r"""A name of the file system, also one that is not UTF-8, as in "k\xe4se"."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


@contextlib.contextmanager
def _opened(file):
    """An image of a file, whose size is checked before anything is decoded."""
    content = io.BytesIO(file) if isinstance(file, bytes) else str(file)
    with naming(file):
        check_bytes(file)
        with _recognised(content) as image:
            if image.width * image.height > _max_pixels(image):
                raise ValueError(
                    f"{image.width} x {image.height} pixels are more than "
                    f"{_max_pixels(image):,}; shrink it"
                )
            yield image


def _recognised(content):
    """`Image.open`, which names a larger limit of its own, and no kinds."""
    try:
        return Image.open(content, formats=_formats())
    except Image.DecompressionBombError as error:
        reason = f"its pixels are more than {MAX_PIXELS:,}; shrink it"
        raise ValueError(reason) from error
    except UnidentifiedImageError as error:
        reason = f"it is none of {', '.join(_formats())}"
        raise ValueError(reason) from error


def check_bytes(file: str | bytes):
    """Raises `ValueError` for a file that is larger than `MAX_BYTES`."""
    count = len(file) if isinstance(file, bytes) else os.path.getsize(file)
    if count > MAX_BYTES:
        raise ValueError(f"{count:,} bytes are more than {MAX_BYTES:,}; shrink it")


@functools.cache
def _formats():
    """Those of `EXTENSIONS`: others run programs, such as that of PostScript."""
    known = Image.registered_extensions()
    return sorted({known[ending] for ending in EXTENSIONS if ending in known})


def _white(image):
    """The largest sample, which is white; None for an image of bytes.

    Raises:
        ValueError: it is not known.
    """
    if image.mode == "F":
        return 1.0
    tags = image.tag_v2 if image.format == "TIFF" else {}
    if 2 in tags.get(_SAMPLE_FORMAT, ()) or (image.mode == "I" and tags):
        raise ValueError(
            "its samples are integers of 32 bits or with a sign, from {} to {}, of "
            "which it is not known what is white; save it with 8 or 16 bits, 0 for "
            "black".format(*image.getextrema())
        )
    if image.mode.startswith("I"):
        return 2 ** tags.get(_BITS, (16,))[0] - 1
    return None


def _to_8_bits(samples, white, inverted):
    """Bytes of samples from 0 to `white`."""
    low, high = samples.min(), samples.max()
    if not (low >= 0 and high <= white):  # Neither is true of NaN.
        raise ValueError(
            f"there are samples from {low:g} to {high:g}, where 0 is black and "
            f"{white:g} is white; scale them, or save it with 8 or 16 bits"
        )
    if inverted:
        samples = white - samples
    scaled = samples * 255 if samples.dtype.kind == "f" else samples / (white / 255)
    return np.round(scaled).astype(np.uint8)


def _to_bytes(image, channels):
    """Pixels of an image of bytes, over white."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    pixels = np.asarray(image.convert("L" if channels == 1 else "RGB"))
    return pixels.reshape(*pixels.shape[:2], channels)


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
