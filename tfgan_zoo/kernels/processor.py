"""Whether the CPU's own forms of operations are of use."""

import tensorflow as tf


def on_processor() -> bool:
    """Whether the steps run on a CPU, which some forms of an operation are made for."""
    return not tf.config.get_visible_devices("GPU")
