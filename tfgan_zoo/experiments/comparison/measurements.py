"""The measurements of a run as it trains, and how long its steps took."""

import contextlib
import dataclasses
import json
import os
import time
from pathlib import Path

from tfgan_zoo.experiments.peak_memory import peak_mib
from tfgan_zoo.training.callbacks.step_callback import StepCallback

FILE = "measurements.json"


@dataclasses.dataclass
class Clock:
    """The time of training alone.

    The first step after each start builds the graph: it is a time of its own, and not
    among the timed steps. Nor is what callbacks do between two steps.

    Attributes:
        seconds: of the timed steps.
        timed_steps: how many.
        first_seconds: of the first steps.
        other_seconds: of measuring and drawing.
    """

    seconds: float = 0.0
    timed_steps: int = 0
    first_seconds: float = 0.0
    other_seconds: float = 0.0


class Measurements(StepCallback):
    """Measures at step 0, every so many steps, and at the end.

    What it learns is in `measurements.json`, the pictures are in `samples/`. It ends
    the training, which saves, if the process that started this one is gone.

    Args:
        directory: of the run.
        every: number of steps between two points.
        steps: of the whole run.
        begin: function of the model; it gives the `Evaluator`, and what else the file
            says of the run.
    """

    def __init__(self, directory, every: int, steps: int, begin):
        super().__init__(every)
        self.directory = Path(directory)
        self.steps, self.begin = steps, begin

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.parent = os.getppid()
        self.evaluator, facts = self.begin(self.model)
        before = read(self.directory) or {"points": []}
        points = [point for point in before["points"] if point["step"] <= self.step]
        self.record = {**before, **facts, "points": points}
        stopped = before.get("stopped", {"step": self.steps})
        known = [c for c in (*points, stopped) if c["step"] <= self.step]
        clock = max(known, key=lambda c: c["step"], default={})
        self.clock = Clock(
            **{f.name: clock.get(f.name, 0) for f in dataclasses.fields(Clock)}
        )
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
            self.clock.first_seconds += seconds
            self.first = False
        else:
            self.clock.seconds += seconds
            self.clock.timed_steps += self.model.steps_per_execution
        super().on_train_batch_end(batch, logs)
        if os.getppid() != self.parent:
            self.model.stop_training = True

    def act(self, step, logs):
        """Measures, draws and writes."""
        started = time.perf_counter()
        times = dataclasses.asdict(self.clock)
        point = {"step": step, **times, **self.evaluator.measure()}
        folder = self.directory / "samples"
        folder.mkdir(parents=True, exist_ok=True)
        self.evaluator.draw().save(folder / f"step_{step:08d}.png")
        self.record["points"].append(point)
        self._write()
        self.clock.other_seconds += time.perf_counter() - started
        with contextlib.suppress(OSError):  # Nobody may be there to read it.
            print(
                f"  step {step:>6}: Fréchet distance {point['frechet_distance']:9.3f}, "
                f"coverage {point['coverage']:.3f}, {point['seconds']:7.1f} s",
                flush=True,
            )

    def on_train_end(self, logs=None):
        if self.record["points"][-1]["step"] == self.step:
            self._write()  # The memory has its peak now.
        elif self.step == self.steps:
            self.act(self.step, logs)
        else:
            times = dataclasses.asdict(self.clock)
            self.record["stopped"] = {"step": self.step, **times}
            self._write()

    def _write(self):
        peak = max(peak_mib(), self.record.get("memory_mib", 0))
        self.record["memory_mib"] = peak
        temporary = self.directory / f".{FILE}"
        temporary.write_text(json.dumps(self.record, indent=1) + "\n")
        temporary.replace(self.directory / FILE)


def read(directory) -> dict | None:
    """What `Measurements` wrote; None before its first point."""
    file = Path(directory) / FILE
    return json.loads(file.read_text()) if file.exists() else None
