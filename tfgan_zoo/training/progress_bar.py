"""Keras's progress bar, to which no message is glued."""

import contextlib
import warnings

import keras


class ProgressBar(keras.callbacks.ProgbarLogger):
    """The progress bar of `fit`; it stays where a training was stopped."""

    def __init__(self):
        super().__init__()
        self._open = False  # Whether its line has begun and not ended.

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        self._open = self.verbose == 1

    def on_epoch_end(self, epoch, logs=None):
        if self.model.stop_training and self.seen < (self.target or 0):
            self.end_line()
        else:
            super().on_epoch_end(epoch, logs)
            self._open = False

    def end_line(self):
        """Ends its line, if that is not done."""
        if self._open:
            print(flush=True)
        self._open = False


@contextlib.contextmanager
def shown(callbacks, verbose):
    """Callbacks of `fit` with a `ProgressBar` in the place of Keras's own.

    While they run, warnings and errors begin a line of their own.

    Args:
        callbacks: as for `fit`.
        verbose: as for `fit`.
    """
    if not isinstance(callbacks, keras.callbacks.CallbackList):
        callbacks = [*keras.tree.flatten(callbacks)] if callbacks else []
        if verbose and not _bar(callbacks, keras.callbacks.ProgbarLogger):
            callbacks.append(ProgressBar())
    bar = _bar(getattr(callbacks, "callbacks", callbacks), ProgressBar)
    if bar is None:
        yield callbacks
        return
    show = warnings.showwarning

    def show_apart(*args, **kwargs):
        bar.end_line()
        show(*args, **kwargs)

    warnings.showwarning = show_apart
    try:
        yield callbacks
    finally:
        warnings.showwarning = show
        bar.end_line()


def _bar(callbacks, kind):
    return next((one for one in callbacks if isinstance(one, kind)), None)
