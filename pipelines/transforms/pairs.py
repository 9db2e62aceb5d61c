"""Pairs of images, source and target, each carried as one image of both's channels.

Whatever happens to the one half on its way so happens to the other as well.
"""

import tensorflow as tf

KEYS = ("source", "target")  # Image features of a TFDS dataset of pairs.
ENLARGEMENT = 286 / 256


def join(source, target):
    """Source and target [..., C] as one image [..., 2 C]."""
    return tf.concat([source, target], axis=-1)


def split(images):
    """Sources and targets [..., C] out of images [..., 2 C]."""
    return tuple(tf.split(images, 2, axis=-1))


def jitter(dataset, order):
    """Jitters a dataset of (images, labels) batches, as pix2pix does in training.

    Isola et al. (2017), https://arxiv.org/abs/1611.07004, section 6.2: images of 256
    pixels are enlarged to 286, cropped back at random, and mirrored with probability
    one half. Other sizes are enlarged by the same factor. What befalls an
    example is a function of the seed, the step and its row in the global batch.

    Departures: files that are larger are first brought to the size asked for, as they
    are for testing, and then enlarged; the authors resize them to 286 pixels at once.

    Args:
        dataset: of (images uint8 [B, H, W, C], labels [B]).
        order: that the dataset is in.

    Returns:
        Dataset of (images float32 [B, H, W, C] in [-1, 1], labels [B]).
    """

    def at(step, batch):
        images, labels = batch
        seed = tf.stack([tf.constant(order.seed, tf.int64), step])
        draws = tf.random.stateless_uniform((order.batch_size, 3), seed)
        # What lies between two pixels is no whole number.
        images = tf.cast(images, tf.float32) / 127.5 - 1
        return _enlarge_crop_mirror(images, order.rows(draws)), labels

    return order.map(at, tf.data.Dataset.zip((order.steps(), dataset)))


def _enlarge_crop_mirror(images, draws):
    """Draws, uniform in [0, 1), are [B, 3]: how far down, how far right, mirrored."""
    size = images.shape[1:3]
    enlarged = [round(side * ENLARGEMENT) for side in size]
    images = tf.image.resize(images, enlarged)
    places = []
    for axis in range(2):
        room = enlarged[axis] - size[axis] + 1
        first = tf.cast(draws[:, axis : axis + 1] * room, tf.int32)
        places.append(first + tf.range(size[axis]))  # [B, H], then [B, W]
    rows, columns = places
    columns = tf.where(draws[:, 2:] < 0.5, columns, columns[:, ::-1])
    images = tf.gather(images, rows, axis=1, batch_dims=1)
    return tf.gather(images, columns, axis=2, batch_dims=1)
