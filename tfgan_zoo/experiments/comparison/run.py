"""One run of a comparison: a recipe and a seed, in a process of its own.

    python -m tfgan_zoo.experiments.comparison.run RUN/config.json

`tfgan-compare` starts these one after the other. It writes what it measures to
measurements.json, and the losses to metrics.csv. A stopped run goes on.
"""

import contextlib
import dataclasses
import os
import sys
import time
from pathlib import Path

import numpy as np

from tfgan_zoo import atomic, runs
from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.experiments.peak_memory import peak_mib
from tfgan_zoo.runs import process

CONFIG, MEASUREMENTS, FAILURE = "config.json", "measurements.json", "failure.json"
LOSSES = ("generator_loss", "discriminator_loss", "wasserstein_estimate")
MEASURED = (
    *("frechet_distance", "coverage", "density", "precision", "recall"),
    *("separation", "gradient_norm"),
)
COLUMNS = ("recipe", "seed", "step", "seconds", *LOSSES, *MEASURED)
_TIMES = ("seconds", "timed_steps", "first_seconds", "other_seconds")


@dataclasses.dataclass(frozen=True)
class Run:
    """A recipe with a seed, and how far it is.

    Attributes:
        recipe: name.
        seed: of weights, noise and order.
        directory: of the run.
        steps: that it is to take.
    """

    recipe: str
    seed: int
    directory: Path
    steps: int

    def measurements(self) -> dict:
        """What was measured of it so far; without points at the beginning."""
        file = self.directory / MEASUREMENTS
        return atomic.read_json(file) if file.exists() else {"points": []}

    def losses(self) -> list[dict]:
        """Rows of its metrics.csv."""
        return metrics_log.read(self.directory / "metrics.csv")

    def rows(self) -> list[dict]:
        """A row for each point; losses are means since the point before.

        What was not measured is None.
        """
        answer, before = [], 0
        losses = self.losses()
        for point in self.measurements()["points"]:
            since = [row for row in losses if before < row["step"] <= point["step"]]
            row = {"recipe": self.recipe, "seed": self.seed}
            row |= {name: point.get(name) for name in ("step", "seconds", *MEASURED)}
            for name in LOSSES:
                values = [r[name] for r in since if name in r]
                row[name] = float(np.mean(values)) if values else None
            answer.append(row)
            before = point["step"]
        return answer

    def samples_file(self, step: int) -> Path:
        """The file of its samples at a measured step."""
        return self.directory / "samples" / f"step_{step:08d}.png"

    def command(self) -> list[str]:
        """The command line of its process."""
        return [sys.executable, "-m", __spec__.name, str(self.directory / CONFIG)]

    @property
    def finished(self) -> bool:
        """Whether its last step is measured."""
        points = self.measurements()["points"]
        return bool(points) and points[-1]["step"] == self.steps

    @property
    def failure(self) -> dict | None:
        """How it failed at its last start: status, message, step; None if not."""
        file = self.directory / FAILURE
        return atomic.read_json(file) if file.exists() else None


def by_recipe(runs: list[Run]) -> dict[str, list[Run]]:
    """Recipe to its runs, both in their order."""
    groups = {}
    for run in runs:
        groups.setdefault(run.recipe, []).append(run)
    return groups


class Measurements(StepCallback):
    """Measures at step 0, every so many steps, and at the end.

    What it learns is in `measurements.json`, the pictures are in `samples/`. It ends
    the training, which saves, if the process that started this one is gone.

    The time is that of training alone: `seconds` of the timed steps, and how many
    these are. The first step after each start builds the graph: it is a time of its
    own, `first_seconds`, and not among the timed steps. Nor is what callbacks do
    between two steps; `other_seconds` are those of measuring and drawing.

    Args:
        run: a tenth of its steps lies between two points.
        evaluator: function of the model that gives its `Evaluator`.
    """

    def __init__(self, run: Run, evaluator):
        super().__init__(every=max(1, run.steps // 10))
        self.run, self.evaluator_of = run, evaluator

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.parent = os.getppid()
        self.evaluator = self.evaluator_of(self.model)
        _save(self.evaluator.draw_real(), self.run.directory / "real.png")
        before = self.run.measurements()
        points = [point for point in before["points"] if point["step"] <= self.step]
        self.record = {**before, **self.evaluator.facts(), "points": points}
        stopped = before.get("stopped", {"step": self.run.steps})
        known = [c for c in (*points, stopped) if c["step"] <= self.step]
        last = max(known, key=lambda c: c["step"], default={})
        self.times = {name: last.get(name, 0) for name in _TIMES}
        if not points:
            self.act(self.step, {})
            self.record["memory_before_mib"] = peak_mib()
        self.first = True

    def on_train_batch_begin(self, batch, logs=None):
        self.began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        # Keras has waited for the metrics, that is for the step.
        seconds = time.perf_counter() - self.began
        if self.first:
            self.times["first_seconds"] += seconds
            self.first = False
        else:
            self.times["seconds"] += seconds
            self.times["timed_steps"] += self.model.steps_per_execution
        super().on_train_batch_end(batch, logs)
        if os.getppid() != self.parent:
            self.model.stop_training = True

    def act(self, step, logs):
        """Measures, draws and writes."""
        started = time.perf_counter()
        point = {"step": step, **self.times, **self.evaluator.measure()}
        _save(self.evaluator.draw(), self.run.samples_file(step))
        self.record["points"].append(point)
        self._write()
        self.times["other_seconds"] += time.perf_counter() - started
        said = f"separation {point['separation']:.3f}"
        if "frechet_distance" in point:
            said = f"Fréchet distance {point['frechet_distance']:9.3f}"
            said += f", coverage {point['coverage']:.3f}"
        with contextlib.suppress(OSError):  # Nobody may be there to read it.
            print(f"  step {step:>6}: {said}, {point['seconds']:7.1f} s", flush=True)

    def on_train_end(self, logs=None):
        if self.record["points"][-1]["step"] == self.step:
            self._write()  # The memory has its peak now.
        elif self.step == self.run.steps:
            self.act(self.step, logs)
        else:
            self.record["stopped"] = {"step": self.step, **self.times}
            self._write()

    def _write(self):
        peak = max(peak_mib(), self.record.get("memory_mib", 0))
        self.record["memory_mib"] = peak
        atomic.write_json(self.run.directory / MEASUREMENTS, self.record, indent=1)


def _save(image, file):
    with atomic.writing(file, replace=True) as written:
        image.save(written)


def main(argv=None) -> int:
    """Trains, measures and saves; returns the exit status.

    Args:
        argv: the path of the file that `comparison.execute` wrote; what the process
            was started with by default.
    """
    (file,) = sys.argv[1:] if argv is None else argv
    program = os.path.basename(sys.argv[0])
    return process.guarded(program, lambda: _train(atomic.read_json(file)))


def _train(values):
    from tfgan_zoo.experiments.comparison.evaluator import Evaluator

    config, directory = runs.RunConfig.of(values["run"]), Path(values["directory"])
    protocol = {name: values[name] for name in ("split", "samples", "extractor")}
    measurements = Measurements(
        Run(config.recipe, config.seed, directory, config.steps),
        lambda gan: Evaluator(gan, config, **protocol),
    )
    gan = runs.train(config, directory, callbacks=[measurements], verbose=False)
    return process.STOPPED if gan.stop_training else 0


if __name__ == "__main__":
    sys.exit(main())
