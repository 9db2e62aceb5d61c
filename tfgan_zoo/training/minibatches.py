"""One minibatch for each step of the discriminator."""

import tensorflow as tf


def split(batch, count: int) -> list:
    """Splits a batch into `count` minibatches of equal size.

    Minibatch i takes the rows i, i + count, i + 2 count, ...: so the consecutive rows
    that a replica holds are its share of every minibatch, and N replicas see the
    minibatches that one would.

    Args:
        batch: tensor [count * B, ...] or a structure of such tensors.
        count: number of minibatches.

    Returns:
        `count` tensors [B, ...] or structures of them.

    Raises:
        ValueError: the batch size is unknown or no multiple of `count`.
    """
    if count == 1:
        return [batch]

    def rows(x):
        if not x.shape[0] or x.shape[0] % count:
            raise ValueError(
                f"`batch` holds {x.shape[0]} examples, which {count} discriminator "
                f"steps cannot share; batch by a multiple of {count}, with "
                f"`drop_remainder=True`. Received shape {tuple(x.shape)}."
            )
        return tf.reshape(x, (x.shape[0] // count, count, *x.shape[1:]))

    table = tf.nest.map_structure(rows, batch)
    return [tf.nest.map_structure(lambda x, i=i: x[:, i], table) for i in range(count)]
