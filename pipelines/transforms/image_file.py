"""An image file as a tensor, inside a dataset.

TensorFlow decodes the common kinds of PNG and JPEG, on all cores at once. Pillow, in
Python, has one core to itself, and a dataset that is deleted while it waits for Python
can wait for ever; so Pillow decodes only what TensorFlow cannot, or not as faithfully.
"""

import os

import tensorflow as tf

from pipelines.transforms import images

# `\C` is any byte. What follows a PNG's signature is its width and height, its bits and
# its colours. Where a side has 4,096 pixels, or 2,048, Pillow needs less memory.
_PNG = r"\CPNG\r\n\x1a\n\C{8}(\x00\x00[\x00-\x0f]\C){2}[\x01\x02\x04\x08][\x00\x02\x03]"
_PNG_WITH_ALPHA = r"\CPNG\r\n\x1a\n\C{8}(\x00\x00[\x00-\x07]\C){2}\x08[\x04\x06]"
_PNG_END = b"IEND"  # Of a file that was not cut off, before four bytes of checksum.
_JPEG = r"\C{6}JFIF\C*"
_JPEG_END = b"\xff\xd9"
# A rotation to be applied, as EXIF, as text of it, or as XMP, which PNG may compress;
# one colour that is transparent; perhaps inks, not light.
_SPECIAL = r"\C*(Exif|eXIf|type exif|Orientation|adobe\.xmp\x00\x01|tRNS|Adobe)\C*"


def decode(name, channels: int, image_size: int | None = None):
    """Decodes a file of any mode.

    Args:
        name: of the file, a scalar string tensor.
        channels: 1 or 3.
        image_size: that the image is brought to later; large ones are here, in turn.

    Returns:
        uint8 [H, W, channels], as `images.read` gives it.
    """
    data = tf.io.read_file(name)
    head = tf.strings.substr(data, 0, 26)
    # Anywhere: behind a colour profile, or behind the pixels.
    special = tf.strings.regex_full_match(data, _SPECIAL)
    whole_png = tf.strings.substr(data, -8, 4) == _PNG_END
    png = whole_png & tf.strings.regex_full_match(head, _PNG)
    with_alpha = whole_png & tf.strings.regex_full_match(head, _PNG_WITH_ALPHA)
    jpeg = tf.strings.regex_full_match(head, _JPEG)
    jpeg &= tf.strings.substr(data, -2, 2) == _JPEG_END

    # Grey comes as three equal channels, of which the brightness is the same again.
    def by_png():
        return _to_channels(tf.io.decode_png(data, 3), channels)

    def by_png_with_alpha():
        return _to_channels(_over_white(tf.io.decode_png(data, 4)), channels)

    def by_jpeg():
        height, width, inks = tf.unstack(tf.io.extract_jpeg_shape(data, tf.int64))
        # Pillow decodes large ones, which are then one at a time; brightness takes
        # integers of four bytes.
        most = images.MAX_PIXELS // (2 if channels == 3 else 4)
        return tf.cond((inks < 4) & (height * width <= most), by_light_jpeg, by_pillow)

    def by_light_jpeg():
        pixels = tf.io.decode_jpeg(data, 3, dct_method="INTEGER_ACCURATE")
        return _to_channels(pixels, channels)

    def by_pillow():
        def read(name):
            return images.read(os.fsdecode(name), channels, image_size)

        # A function of the file alone: where all has to be deterministic, TensorFlow
        # would else decode one file after the other.
        return tf.numpy_function(read, [name], tf.uint8, stateful=False)

    branches = [by_png, by_png_with_alpha, by_jpeg, by_pillow]
    kind = tf.where(png, 0, tf.where(with_alpha, 1, tf.where(jpeg, 2, 3)))
    pixels = tf.switch_case(tf.where(special, 3, kind), branches)
    return tf.ensure_shape(pixels, (None, None, channels))


def check(name: str):
    """Raises `ValueError`, naming the file, where `decode` cannot decode it."""
    with images.naming(name):
        images.check_bytes(name)
    try:
        _decoded(tf.constant(os.fsencode(name)))
    except tf.errors.ResourceExhaustedError:
        raise
    except tf.errors.OpError as error:
        images.read(name, 3)  # Says what is wrong, where Pillow finds it, too.
        with images.naming(name):
            reason = error.message.partition("\n\t [[")[0].rpartition("\n")[2]
            raise ValueError(reason) from error


@tf.function(input_signature=[tf.TensorSpec([], tf.string)])
def _decoded(name):
    with tf.device("CPU:0"):
        return decode(name, 3, 1)


def _to_channels(pixels, channels):
    """Colours, or their brightness as in ITU-R BT.601, in Pillow's whole numbers."""
    if channels == 3:
        return pixels
    weighted = tf.tensordot(tf.cast(pixels, tf.int32), [19595, 38470, 7471], 1)
    return tf.cast((weighted[..., None] + 2**15) // 2**16, tf.uint8)


def _over_white(pixels):
    """Lays pixels over white; their last channel is how opaque they are."""
    colours, alpha = pixels[..., :-1], tf.cast(pixels[..., -1:], tf.float32) / 255
    mixed = alpha * tf.cast(colours, tf.float32) + (1 - alpha) * 255
    return tf.cast(tf.round(mixed), tf.uint8)
