"""Detection of a CPU, which has forms of operations of its own."""

from tfgan_zoo.kernels import tensorflow
from tfgan_zoo.kernels.tensorflow import tf


def on_processor() -> bool:
    """Whether the steps run on a CPU, which some forms of an operation are made for.

    The forms are TensorFlow's: on another backend they are of no use.
    """
    return tensorflow.is_backend() and not tf.config.get_visible_devices("GPU")
