"""The learning curve of classifiers: their errors on test images as they train."""

from pathlib import Path

import numpy as np

from tfgan_zoo import atomic
from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.callbacks.mode_collapse_monitor import SHARE, sustained
from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.training import diagnosis


class LearningCurve:
    """Rows of a CSV file: the step, and the test errors of each of some networks.

    Args:
        file: of the rows; those of an earlier start stay, up to the step where this one
            begins.
        images: of the test split, [N, H, W, C] in [-1, 1].
        labels: of these, integers [N].
    """

    def __init__(self, file: Path, images, labels):
        self.file, self.images, self.labels = file, images, labels
        self.rows = []

    def begin(self, step: int):
        """Takes up the rows that were written up to a step."""
        self.rows = metrics_log.upto(metrics_log.read(self.file), step)

    def measure(self, step: int, networks: dict, **more):
        """Writes a row.

        Args:
            step: of it.
            networks: names of columns to classifiers, images to logits.
            **more: columns beside.
        """
        row = {"step": step, **more}
        for name, network in networks.items():
            row[name] = errors(network, self.images, self.labels)
        self.rows.append(row)
        metrics_log.write(self.file, self.rows)


class GANLearningCurve(StepCallback):
    """The learning curve of a semi-supervised GAN, and the classifier to keep.

    A row holds the errors of the discriminator, `current`, and of its running average,
    `average`, which is the classifier. It is kept at each row at which the samples of
    the generator still differ, by the rule of `ModeCollapseMonitor`: where the game has
    collapsed, the unlabelled images teach nothing more. So the one that is kept is the
    last of the steady state. That takes no labels beside those that it learns from.

    Args:
        curve: to write to.
        kept: the `.keras` file of the classifier.
        every: steps between two rows.
    """

    def __init__(self, curve: LearningCurve, kept: Path, every: int):
        super().__init__(every)
        self.curve, self.kept = curve, kept

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.curve.begin(self.step)

    def act(self, step, logs):
        gan, rows = self.model, self.curve.rows
        networks = {"current": gan.discriminator, "average": gan.classifier}
        self.curve.measure(step, networks, spread=diagnosis.sample_spread(gan))
        before, now = sustained([row["spread"] for row in rows])
        if now >= SHARE * before:
            with atomic.writing(self.kept, replace=True) as written:
                gan.classifier.save(written)

    def on_train_end(self, logs=None):
        rows = self.curve.rows
        if not self.model.stop_training and (not rows or rows[-1]["step"] < self.step):
            self.act(self.step, logs)


def errors(network, images, labels) -> int:
    """How many images a classifier gets wrong.

    Args:
        network: images to logits.
        images: in [-1, 1].
        labels: integers.
    """
    logits = network.predict(images, batch_size=1000, verbose=0)
    return int(np.sum(np.argmax(logits, axis=-1) != labels))
