"""The callback that measures a run of a comparison as it trains."""

import contextlib
import os
import time

from tfgan_zoo import atomic
from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.experiments.comparison.run import MEASUREMENTS, TIMES, Run
from tfgan_zoo.experiments.peak_memory import peak_mib


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
        self.times = {name: last.get(name, 0) for name in TIMES}
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
