"""Labels as vectors."""

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class OneHot(keras.layers.Layer):
    """Labels as vectors with a one at the label: integers [B] to [B, num_classes].

    A label outside of 0 .. num_classes - 1 raises `tf.errors.InvalidArgumentError` in
    the call. XLA drops such checks: under `jit_compile` its vector is all zeros.

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
        labels = tf.cast(labels, tf.int64)
        last = self.num_classes - 1
        message = (
            f"`labels` are outside of 0 .. {last}, the range of {self.num_classes} "
            "classes. Count labels from 0, or raise `num_classes`."
        )
        checks = [
            tf.debugging.assert_non_negative(labels, message),
            tf.debugging.assert_less_equal(labels, tf.cast(last, tf.int64), message),
        ]
        with tf.control_dependencies([check for check in checks if check is not None]):
            return tf.one_hot(labels, self.num_classes, dtype=self.compute_dtype)

    def compute_output_shape(self, input_shape):
        return (*input_shape, self.num_classes)

    def get_config(self):
        return {**super().get_config(), "num_classes": self.num_classes}
