"""A warning when the step is kept waiting for its data."""

import functools
import time
import warnings

import tensorflow as tf

from tfgan_zoo import kernels
from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.training import device_loop


class InputStallMonitor(StepCallback):
    """Warns, in words, when training waits for data more than a share of its time.

    The time in which the training loop had no batch is taken on the device, from one
    reading to the next, and compared with that of the steps; what callbacks do in
    between is nobody's waiting. Put it first among them: what those before it do would
    be counted. The first reading is left out: the graph is built in it.

    A GPU with several steps per execution is only given its work while it is still busy
    with the step before. What it waits for is told only where the host waits for each
    step to be done, which costs time: there, that is the last execution before each
    reading, and the only one that is compared.

    Nothing is read where TensorFlow's operations have to be deterministic, which its
    clock is not.

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
        self._warned = False

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self._last, self._stepping, self._clock = None, 0.0, None
        try:
            tf.timestamp()
        except tf.errors.FailedPreconditionError:
            return
        self._clock = device_loop.new_clock()
        several = self.model.steps_per_execution > 1
        self._sparing = several and not kernels.on_processor()
        self.model.make_train_function(force=True)
        self._plain = self.model.train_function
        self._timed = functools.partial(self._plain, clock=self._clock)

    def on_train_batch_begin(self, batch, logs=None):
        if self._clock is not None:
            timed = not self._sparing or self.acts_next()
            self.model.train_function = self._timed if timed else self._plain
        self._began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        if self._clock is not None and self.model.train_function is self._timed:
            self._stepping += time.perf_counter() - self._began
        super().on_train_batch_end(batch, logs)

    def on_train_end(self, logs=None):
        if self._clock is not None:
            self.model.train_function = self._plain

    def act(self, step, logs):
        if self._clock is None:
            return
        now = self._stepping, float(self._clock.numpy())
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
