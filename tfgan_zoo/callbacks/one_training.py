"""Several calls of `fit` that are one training to their callbacks."""

import keras

from tfgan_zoo.training.progress_bar import ProgressBar


class OneTraining(keras.callbacks.CallbackList):
    """Callbacks that begin with the first of several `fit`s and end with the last.

    Epochs of one call are of one length. Where they are to end at given steps, as at
    multiples of 500 from step 120 on, there are several calls; what happens at the
    beginning and at the end of training is to happen once.

    Args:
        callbacks: in their order; History and a progress bar are added.
        model: that is fitted.
        verbose: whether there is a progress bar.
    """

    def __init__(self, callbacks, model, verbose: bool = True):
        bars = [ProgressBar()] if verbose else []
        super().__init__([*callbacks, *bars], add_history=True, model=model)
        self._begun = self._last = self._ended = False

    def fit(self, data, lengths: list[tuple[int, int]]):
        """Fits epochs of several lengths; ends early where the model is told to stop.

        Args:
            data: function of the model's step to the dataset from there on.
            lengths: (steps of an epoch, number of epochs), in order.
        """
        epochs, done = sum(count for _, count in lengths), 0
        for i, (steps, count) in enumerate(lengths):
            self._last = i == len(lengths) - 1
            self.set_params({"verbose": "auto", "epochs": epochs, "steps": steps})
            self.model.fit(
                data(int(self.model.step.numpy())),
                steps_per_epoch=steps,
                initial_epoch=done,
                epochs=done + count,
                shuffle=False,
                callbacks=self,
            )
            done += count
            if self._ended:
                break

    def on_train_begin(self, logs=None):
        if not self._begun:
            self._begun = True
            super().on_train_begin(logs)

    def on_train_end(self, logs=None):
        if self._last or self.model.stop_training:
            self._ended = True  # Once and for all: a signal may come at any time.
            super().on_train_end(logs)


def lengths(step: int, steps: int, every: int | None) -> list[tuple[int, int]]:
    """Lengths of epochs that end at multiples of a number of steps, and at the end.

    Args:
        step: to begin at.
        steps: to end at.
        every: the number; None for one epoch.

    Returns:
        (steps of an epoch, number of epochs), in order.
    """
    if every is None:
        return [(steps - step, 1)]
    first = min(-step % every, steps - step)
    whole, rest = divmod(steps - step - first, every)
    parts = [(first, min(first, 1)), (every, whole), (rest, min(rest, 1))]
    return [(length, count) for length, count in parts if count]
