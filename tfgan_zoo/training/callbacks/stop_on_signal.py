"""A polite end of training on Ctrl-C."""

import signal

import keras


class StopOnSignal(keras.callbacks.Callback):
    """On Ctrl-C or SIGTERM, training ends after the current step, as if by itself.

    The callbacks that save at the end of training then do so. A second signal ends the
    process at once. For scripts: it works in the main thread only.
    """

    def on_train_begin(self, logs=None):
        self.previous = {
            number: signal.signal(number, self._stop)
            for number in (signal.SIGINT, signal.SIGTERM)
        }

    def on_train_end(self, logs=None):
        for number, handler in self.previous.items():
            signal.signal(number, handler)

    def _stop(self, number, frame):
        print("\nStopping after this step; once more to stop at once.", flush=True)
        self.model.stop_training = True
        signal.signal(number, self.previous[number])
