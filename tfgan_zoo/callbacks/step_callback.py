"""The base of callbacks that act every so many steps."""

import math
import time
import warnings

import keras

from tfgan_zoo import kernels

SHARE = 0.05  # Of the time, that a callback may take from a GPU.


class StepCallback(keras.callbacks.Callback):
    """Calls `act(step, logs)` whenever the model's step has passed a multiple.

    Steps are those of the generator since the model was made, not since `fit` began,
    so that a resumed run acts where one that never stopped does.

    On a GPU, which has nothing to do meanwhile, it warns once where acting takes more
    than `SHARE` of the time since it last did. The first time is left out: graphs are
    built in it. On a CPU nothing is said: little runs there whose pictures are worth
    less than its steps.

    Args:
        every: number of steps between two calls.

    Attributes:
        flag: of tfgan-train that sets `every`; without one nothing is said.
        writes: patterns of the files that it makes or replaces in its directory.
    """

    flag: str | None = None
    writes: tuple[str, ...] = ()

    def __init__(self, every: int):
        super().__init__()
        if every < 1:
            raise ValueError(f"`every` is at least 1 step. Received: {every}")
        self.every = every
        self.step = 0
        self._acted = None
        self._told = False

    def act(self, step: int, logs: dict):
        """What to do at a multiple of `every`."""
        raise NotImplementedError

    def acts_next(self) -> bool:
        """Whether the next execution passes a multiple."""
        return self.acts_between(self.step, self.step + self.model.steps_per_execution)

    def acts_between(self, before: int, after: int) -> bool:
        """Whether the steps from one to another pass a multiple."""
        return before // self.every < after // self.every

    def on_train_begin(self, logs=None):
        self.step = int(self.model.step.numpy())
        self._acted = None

    def on_epoch_end(self, epoch, logs=None):
        # An epoch that ran out of data may have ended amid `steps_per_execution`.
        self.step = int(self.model.step.numpy())

    def on_train_batch_end(self, batch, logs=None):
        acts = self.acts_next()
        # Counted here: reading the model's step would wait for the device.
        self.step += self.model.steps_per_execution
        if acts:
            began, last = time.perf_counter(), self._acted
            self.act(self.step, logs or {})
            self._acted = time.perf_counter()
            if last is not None and self.flag and not kernels.on_processor():
                self._tell(self._acted - began, began - last)

    def _tell(self, took, stepping):
        """Warns once if acting took too long, given the time of the steps before it."""
        share = took / (took + stepping)
        if share <= SHARE or self._told:
            return
        self._told = True
        every = self.every * math.ceil((1 / SHARE - 1) * took / stepping)
        warnings.warn(
            f"Step {self.step}: {type(self).__name__} takes {share:.0%} of the time, "
            f"in which the GPU has nothing to do. With --{self.flag}={every} it "
            f"would be {SHARE:.0%} or less.",
            stacklevel=2,
        )
