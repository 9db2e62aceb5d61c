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
    """

    def __init__(self, every: int = 10):
        super().__init__()
        self.every = every

    def on_train_begin(self, logs=None):
        strategy = self.model.distribute_strategy
        several = isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy)
        self.gather = replicas.gatherer(strategy) if several else None
        self.stopping, self.calls = False, 0
        self.previous = {
            number: signal.signal(number, self._stop)
            for number in (signal.SIGINT, signal.SIGTERM)
        }

    def on_train_batch_end(self, batch, logs=None):
        self.calls += 1
        if self.gather is None or self.calls % self.every:
            return
        if any(self.gather(int(self.stopping))):
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        for number, handler in self.previous.items():
            signal.signal(number, handler)

    def _stop(self, number, frame):
        if self.gather is None:
            print("\nStopping after this step; once more to stop at once.", flush=True)
            self.model.stop_training = True
        else:
            print("\nStopping with all workers; once more to stop at once.", flush=True)
            self.stopping = True
        signal.signal(number, self.previous[number])
