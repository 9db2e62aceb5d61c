"""A whole number that is saved with a layer."""


def add_counter(layer, name: str):
    """Adds to a layer or model a weight that counts: int64 [], from 0, on all replicas.

    Args:
        layer: a `keras.layers.Layer`.
        name: of the weight.
    """
    return layer.add_weight(
        name=name,
        shape=(),
        dtype="int64",
        initializer="zeros",
        trainable=False,
        aggregation="only_first_replica",
    )
