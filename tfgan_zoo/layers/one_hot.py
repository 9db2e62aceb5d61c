"""Labels as vectors."""

import keras

from tfgan_zoo.kernels import tensorflow
from tfgan_zoo.kernels.tensorflow import tf


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class OneHot(keras.layers.Layer):
    """Labels as vectors with a one at the label: integers [B] to [B, num_classes].

    A label outside of 0 .. num_classes - 1 raises `tf.errors.InvalidArgumentError` in
    the call. XLA drops such checks, and other backends have none: its vector is then
    all zeros.

    Args:
        num_classes: number of classes.
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(self, num_classes, **kwargs):
        super().__init__(**kwargs)
        if not num_classes or num_classes < 1:
            raise ValueError(f"`num_classes` is at least 1. Received: {num_classes}")
        self.num_classes = num_classes

    def build(self, input_shape):
        if len(input_shape) != 1:
            raise ValueError(f"Labels have the shape [B]. Received: {input_shape}")

    def call(self, labels):
        if not tensorflow.is_backend():
            return keras.ops.one_hot(labels, self.num_classes, dtype=self.compute_dtype)
        labels = tf.cast(labels, tf.int64)
        with tf.device("CPU:0"):  # Where labels come from: no GPU has to be waited for.
            checked = tf.raw_ops.Assert(
                condition=tf.reduce_all((labels >= 0) & (labels < self.num_classes)),
                data=[
                    f"`labels` are outside of 0 .. {self.num_classes - 1}, the range "
                    f"of {self.num_classes} classes. Count labels from 0, or raise "
                    "`num_classes`."
                ],
            )
        with tf.control_dependencies([] if checked is None else [checked]):
            return tf.one_hot(labels, self.num_classes, dtype=self.compute_dtype)

    def compute_output_shape(self, input_shape):
        return (*input_shape, self.num_classes)

    def get_config(self):
        return {**super().get_config(), "num_classes": self.num_classes}
