"""A warning when the step is kept waiting for its data."""

import time
import warnings

import tensorflow as tf

from tfgan_zoo.training import device_loop
from tfgan_zoo.training.callbacks.step_callback import StepCallback


class Waiting(StepCallback):
    """Warns, in words, when training waits for data more than a share of its time.

    The time in which the training loop had no batch is taken on the device, from one
    reading to the next, and compared with that of the steps; what callbacks do in
    between is nobody's waiting. Put it first among them: what those before it do would
    be counted. The first reading is left out: the graph is built in it.
    Nothing is read on a GPU with several steps per execution, where the loop asks for
    the next batch while the device is still at work, nor where TensorFlow's operations
    have to be deterministic, which its clock is not.

    Args:
        every: steps between two readings.
        share: of the steps' time, above which it warns, once in a run.

    Attributes:
        shares: dict of steps to the share of their time that was waiting.
    """

    def __init__(self, every: int = 100, share: float = 0.1):
        super().__init__(every)
        self.share = share
        self.shares = {}
        self._last = None
        self._warned = False

    def set_model(self, model):
        super().set_model(model)
        model.input_clock = None
        if model.steps_per_execution > 1 and tf.config.list_logical_devices("GPU"):
            return
        try:
            tf.timestamp()
        except tf.errors.FailedPreconditionError:
            return
        model.input_clock = device_loop.new_clock()
        model.make_train_function(force=True)

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self._last = None
        self._stepping = 0.0

    def on_train_batch_begin(self, batch, logs=None):
        self._began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self._stepping += time.perf_counter() - self._began
        super().on_train_batch_end(batch, logs)

    def act(self, step, logs):
        if self.model.input_clock is None:
            return
        now = self._stepping, float(self.model.input_clock.waited.numpy())
        if self._last is not None:
            share = (now[1] - self._last[1]) / (now[0] - self._last[0])
            self.shares[step] = share
            if share > self.share and not self._warned:
                self._warned = True
                warnings.warn(
                    f"Step {step}: training waits for its data {share:.0%} of the "
                    "time. tfgan-pipeline-bench tells which part of the pipeline is "
                    "slow, and which setting to change.",
                    stacklevel=2,
                )
        self._last = now
