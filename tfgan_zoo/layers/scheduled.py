"""Base of the layers that depend on the training step: that step."""

import keras

from tfgan_zoo.layers.counter import add_counter


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class Scheduled(keras.layers.Layer):
    """Base of the layers that depend on the training step.

    `step` is a weight, int64 [], and so is saved with the model. The training loop
    keeps it up to date: it assigns its own step to it after each step. A layer that
    nothing trains stays at step 0.

    Args:
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.step = add_counter(self, "step")
