"""Deterministic operations of TensorFlow, for as long as a run lasts."""

import contextlib


@contextlib.contextmanager
def deterministic(wanted: bool):
    """Turns determinism of operations on, if it is wanted, and off again."""
    import tensorflow as tf
    from tensorflow.python.framework import config

    if not wanted or config.is_op_determinism_enabled():
        yield
        return
    tf.config.experimental.enable_op_determinism()
    try:
        yield
    finally:
        # Whatever draws without a seed would fail in what this process does next.
        config.disable_op_determinism()
