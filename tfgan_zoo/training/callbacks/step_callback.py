"""The base of callbacks that act every so many steps."""

import keras


class StepCallback(keras.callbacks.Callback):
    """Calls `act(step, logs)` whenever the model's step has passed a multiple.

    Steps are those of the generator since the model was made, not since `fit` began,
    so that a resumed run acts where one that never stopped does.

    Args:
        every: number of steps between two calls.
    """

    def __init__(self, every: int):
        super().__init__()
        if every < 1:
            raise ValueError(f"`every` is at least 1 step. Received: {every}")
        self.every = every
        self.step = 0

    def act(self, step: int, logs: dict):
        """What to do at a multiple of `every`."""
        raise NotImplementedError

    def on_train_begin(self, logs=None):
        self.step = int(self.model.step.numpy())

    def on_epoch_end(self, epoch, logs=None):
        # An epoch that ran out of data may have ended amid `steps_per_execution`.
        self.step = int(self.model.step.numpy())

    def on_train_batch_end(self, batch, logs=None):
        # Counted here: reading the model's step would wait for the device.
        before, self.step = self.step, self.step + self.model.steps_per_execution
        if before // self.every < self.step // self.every:
            self.act(self.step, logs or {})
