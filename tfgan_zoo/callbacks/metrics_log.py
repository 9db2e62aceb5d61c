"""The numbers of a run: as CSV, for TensorBoard, and as a picture."""

import csv
import time
from pathlib import Path

import tensorflow as tf

from tfgan_zoo import atomic
from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.visualization import curves, failures


class MetricsRows(StepCallback):
    """Writes the metrics every so many steps, each time their mean since the last.

    Between two rows the progress bar shows the same means. They go on from one epoch
    to the next, where Keras would start them anew: how steps are parted into epochs
    changes no row.

    `metrics.csv` has a row for each: the step, the seconds of training so far, and the
    metrics; what a callback before this one adds to the logs of a step, as `Evaluation`
    its scores, has columns of its own, blank in other rows. The same goes to
    `tensorboard/`. A run that resumes goes on in the same file; rows after its step are
    written anew. Where `Checkpoints` has restored the model, it goes on amid two rows,
    too: the row of the step where it stopped is taken back, and its sums go on.

    Args:
        directory: of the run.
        every: number of steps between two rows.
    """

    writes = ("metrics.csv", "curves.png")

    def __init__(self, directory, every: int = 50):
        super().__init__(every)
        self.directory = Path(directory).expanduser()
        self.file = self.directory / "metrics.csv"

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.names = [metric.name for metric in self.model.metrics]
        earlier = upto(read(self.file), self.step)
        before = earlier[-1].get("seconds", 0.0) if earlier else 0.0
        self.started = time.perf_counter() - before
        self.logs, self.kept, since = {}, None, self.model.last_row
        if since in (0, *(row["step"] for row in earlier)):
            earlier = upto(earlier, since)
            self.kept = [variable.numpy() for variable in _state(self.model)]
        else:
            self.model.last_row = self.step  # The meters hold no sums of this file.
        self.columns = write(self.file, earlier, ("step", "seconds", *self.names))
        self.writer = tf.summary.create_file_writer(str(self.directory / "tensorboard"))

    def on_epoch_begin(self, epoch, logs=None):
        for variable, value in zip(_state(self.model), self.kept or (), strict=False):
            variable.assign(value)

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        self.kept = [variable.numpy() for variable in _state(self.model)]

    def on_train_batch_begin(self, batch, logs=None):
        if self.model.last_row == self.step:  # A row is of its own steps.
            self.model.reset_metrics()

    def on_train_batch_end(self, batch, logs=None):
        self.logs = logs or {}
        super().on_train_batch_end(batch, logs)
        self._summarize(self._added(self.logs))

    def act(self, step, logs):
        self._append(step, logs)
        self.model.last_row = step

    def on_train_end(self, logs=None):
        added = self._added(logs or {})
        if self.model.last_row != self.step:  # Its sums go on where the run does.
            self._append(self.step, {**self.logs, **added})
        elif added:  # Of an evaluation at the end, where the row was written before.
            *rows, last = read(self.file)
            write(self.file, [*rows, {**last, **added}], self.columns)
        self._summarize(added)
        with failures.warned("tensorboard/"):
            self.writer.close()

    def _append(self, step, logs):
        seconds = round(time.perf_counter() - self.started, 3)
        new = [name for name in logs if name not in self.columns]
        if new:
            self.columns = write(self.file, read(self.file), [*self.columns, *new])
        with atomic.naming(self.file), self.file.open("a", newline="") as file:
            # Floats, as they are read: a file that is written anew is the same.
            row = {"seconds": seconds, **{k: float(x) for k, x in logs.items()}}
            csv.DictWriter(file, self.columns).writerow({"step": step, **row})
        self._summarize({name: x for name, x in logs.items() if name in self.names})

    def _added(self, logs):
        return {name: x for name, x in logs.items() if name not in self.names}

    def _summarize(self, values):
        with self.writer.as_default(step=self.step):
            for name, value in values.items():
                tf.summary.scalar(name, value)


class MetricsLog(MetricsRows):
    """`MetricsRows`, and at the end of training `curves.png`, drawn of the rows.

    Args:
        directory: of the run.
        every: number of steps between two rows.
    """

    def on_train_end(self, logs=None):
        super().on_train_end(logs)
        draw(self.directory)


def draw(directory):
    """Draws the rows of a run's `metrics.csv` to its `curves.png`, if there are two."""
    rows, file = read(Path(directory) / "metrics.csv"), Path(directory) / "curves.png"
    if len(rows) > 1:
        with (
            failures.warned(f"{file}"),
            atomic.writing(file, replace=True) as written,
        ):
            curves.plot(rows).save(written)


def read(file) -> list[dict]:
    """Rows of a `metrics.csv`, as numbers; none if there is no such file.

    A row holds no name whose cell is blank.

    Raises:
        ValueError: the file is no such table.
    """
    if not Path(file).exists():
        return []
    try:
        with Path(file).open(newline="", encoding="utf-8") as text:
            header, *lines = text.readlines() or ["step\n"]
            # A killed process may leave half a row.
            lines = [header, *(line for line in lines if line.endswith("\n"))]
        if not header.startswith("step"):
            raise ValueError(header)
        rows = [
            {name: float(value) for name, value in row.items() if value}
            for row in csv.DictReader(lines)
            if None not in row.values()
        ]
        if not all(row["step"].is_integer() for row in rows):
            raise ValueError(rows)
        return [{**row, "step": int(row["step"])} for row in rows]
    except (ValueError, TypeError, KeyError, csv.Error) as error:
        raise ValueError(
            f"{file} is no table of a run, with a column `step` and numbers. Move it "
            "away, or use another directory."
        ) from error


def upto(rows: list[dict], step: int) -> list[dict]:
    """The rows up to a step, it included."""
    return [row for row in rows if row["step"] <= step]


def write(file: Path, rows: list[dict], columns=()) -> list[str]:
    """Writes rows, whole or not at all; what a row lacks is blank.

    Args:
        file: to write.
        rows: names to numbers.
        columns: to begin with; those that rows have beside follow.

    Returns:
        All columns.
    """
    columns = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    with (
        atomic.writing(file, replace=True) as written,
        written.open("w", newline="") as text,
    ):
        writer = csv.DictWriter(text, columns)
        writer.writeheader()
        writer.writerows(rows)
    return columns


def _state(model):
    """The variables of the metrics, on each replica."""
    for metric in model.metrics:
        for variable in metric.variables:
            value = variable.value
            yield from getattr(value, "values", (value,))
