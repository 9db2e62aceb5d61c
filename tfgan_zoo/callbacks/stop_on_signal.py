"""A polite end of training on Ctrl-C."""

import signal

import keras
import tensorflow as tf

from tfgan_zoo.training import replicas


class StopOnSignal(keras.callbacks.Callback):
    """On Ctrl-C or SIGTERM, training ends after the current step, as if by itself.

    The callbacks that save at the end of training then do so. A second signal ends the
    process at once. For scripts: it works in the main thread only.

    Several workers stop at the same step, whichever of them had the signal: they ask
    each other every so many calls of the training function.

    Args:
        every: number of calls between two questions of several workers.

    Attributes:
        stopped: whether a signal has ended the training.
    """

    def __init__(self, every: int = 10):
        super().__init__()
        self.every = every
        self.stopped, self.previous = False, {}

    def on_train_begin(self, logs=None):
        strategy = self.model.distribute_strategy
        several = isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy)
        self.gather = replicas.gatherer(strategy) if several else None
        self.stopping, self.stopped, self.calls = False, False, 0
        self.previous = {
            number: signal.signal(number, self._stop)
            for number in (signal.SIGINT, signal.SIGTERM)
        }

    def on_train_batch_end(self, batch, logs=None):
        self.calls += 1
        if self.gather is not None and self.calls % self.every == 0:
            self.stopped = any(self.gather(int(self.stopping)))
        if self.stopped:
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        self.restore()

    def restore(self):
        """Gives signals back to who had them; also for a training that has failed."""
        for number, handler in self.previous.items():
            signal.signal(number, handler)
        self.previous = {}

    def _stop(self, number, frame):
        when = "after this step" if self.gather is None else "with all workers"
        print(f"\nStopping {when}; once more to stop at once.", flush=True)
        self.stopping = True
        if self.gather is None:
            self.stopped = self.model.stop_training = True
        signal.signal(number, self.previous[number])
