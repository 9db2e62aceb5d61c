"""The numbers of a run: as CSV, for TensorBoard, and as a picture."""

import csv
import time
from pathlib import Path

import tensorflow as tf

from tfgan_zoo.training import picture
from tfgan_zoo.training.callbacks.step_callback import StepCallback


class MetricsLog(StepCallback):
    """Writes the metrics every so many steps, each time their mean since the last.

    (Or since the epoch began, where Keras starts them anew. Between two rows the
    progress bar shows the same means.)

    `metrics.csv` has a row for each: the step, the seconds of training so far, and the
    metrics. The same go to `tensorboard/`, and to `curves.png` at the end of training.
    A run that resumes goes on in the same file; rows after its step are written anew.

    Args:
        directory: of the run.
        every: number of steps between two rows.
    """

    def __init__(self, directory, every: int = 50):
        super().__init__(every)
        self.directory = Path(directory).expanduser()
        self.file = self.directory / "metrics.csv"

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.columns = [
            "step",
            "seconds",
            *(metric.name for metric in self.model.metrics),
        ]
        earlier = rewind(self.file, self.columns, self.step)
        before = earlier[-1]["seconds"] if earlier else 0.0
        self.started = time.perf_counter() - before
        self.logs, self.logged = {}, self.step
        self.writer = tf.summary.create_file_writer(str(self.directory / "tensorboard"))

    def on_train_batch_begin(self, batch, logs=None):
        if self.logged == self.step:  # The next row is the mean of its own steps.
            self.model.reset_metrics()

    def on_train_batch_end(self, batch, logs=None):
        self.logs = logs or {}
        super().on_train_batch_end(batch, logs)

    def act(self, step, logs):
        seconds = round(time.perf_counter() - self.started, 3)
        with self.file.open("a", newline="") as file:
            row = {"step": step, "seconds": seconds, **logs}
            csv.DictWriter(file, self.columns).writerow(row)
        with self.writer.as_default(step=step):
            for name, value in logs.items():
                tf.summary.scalar(name, value)
        self.logged = step

    def on_train_end(self, logs=None):
        if self.logged != self.step:
            self.act(self.step, self.logs)
        self.writer.close()
        rows = read(self.file)
        if len(rows) > 1:
            picture.curves(rows).save(self.directory / "curves.png")


def rewind(file: Path, columns, step: int) -> list[dict]:
    """Makes a file that rows may be added to, without those after a step.

    Returns:
        The rows that are left.

    Raises:
        ValueError: the file has other columns.
    """
    rows = read(file)
    if rows and list(rows[0]) != list(columns):
        raise ValueError(
            f"{file} has the columns {list(rows[0])}, and now they would be "
            f"{list(columns)}. Move it away, or measure what was measured before."
        )
    earlier = [row for row in rows if row["step"] <= step]
    temporary = file.with_suffix(".tmp")
    with temporary.open("w", newline="") as text:
        rows = csv.DictWriter(text, columns, extrasaction="ignore")
        rows.writeheader()
        rows.writerows(earlier)
    temporary.replace(file)
    return earlier


def read(file) -> list[dict]:
    """Rows of a `metrics.csv`, as numbers; none if there is no such file."""
    if not Path(file).exists():
        return []
    with Path(file).open(newline="") as text:
        rows = [
            {name: float(value) for name, value in row.items()}
            for row in csv.DictReader(text)
            if all(row.values())  # A killed process may leave half a row.
        ]
    return [{**row, "step": int(row["step"])} for row in rows]
