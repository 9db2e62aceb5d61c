"""Measures a run of a comparison as it trains, and remembers how long it took."""

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
    among the timed steps. Nor is what is measured, drawn and saved in between.

    Attributes:
        seconds: of the timed steps.
        timed_steps: how many.
        first_seconds: of the first steps.
        other_seconds: of measuring, drawing and saving.
    """

    seconds: float = 0.0
    timed_steps: int = 0
    first_seconds: float = 0.0
    other_seconds: float = 0.0


class Watch(StepCallback):
    """Measures and saves at step 0, every so many steps, and at the end.

    What it learns is in `measurements.json`, the pictures are in `samples/`. Saves are
    made in the same breath, so that a resumed run has no gap. It ends the training,
    saved, if the process that started this one is gone.

    Args:
        directory: of the run.
        every: number of steps between two points.
        steps: of the whole run.
        judge: `Judge`.
        checkpoints: `Checkpoints`, which is not itself given to `fit`.
        facts: what else the file says of the run.
    """

    def __init__(self, directory, every, steps, judge, checkpoints, facts):
        super().__init__(every)
        self.directory = Path(directory)
        self.steps, self.judge, self.checkpoints = steps, judge, checkpoints
        self.record = {**facts, "points": []}

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.checkpoints.set_model(self.model)
        self.parent = os.getppid()
        before = read(self.directory) or {"points": []}
        points = [point for point in before["points"] if point["step"] <= self.step]
        self.record = {**before, **self.record, "points": points}
        stopped = before.get("stopped", {"step": self.steps})
        known = [c for c in (*points, stopped) if c["step"] <= self.step]
        clock = max(known, key=lambda c: c["step"], default={})
        self.clock = Clock(
            **{f.name: clock.get(f.name, 0) for f in dataclasses.fields(Clock)}
        )
        self.since = time.perf_counter()
        if not points:
            self.act(self.step, {})
            self.record["memory_before_mib"] = peak_mib()
        self.first, self.pending = True, 0
        self.since = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        if self.first:
            self.clock.first_seconds += self._lap()
            self.first = False
        else:
            self.pending += 1
        super().on_train_batch_end(batch, logs)
        if os.getppid() != self.parent:
            self.model.stop_training = True

    def act(self, step, logs):
        """Measures, draws, writes and saves."""
        self._pause()
        point = {"step": step, **dataclasses.asdict(self.clock), **self.judge.measure()}
        folder = self.directory / "samples"
        folder.mkdir(parents=True, exist_ok=True)
        self.judge.draw().save(folder / f"step_{step:08d}.png")
        self.record["points"].append(point)
        self._write()
        if step:
            self.checkpoints.act(step, logs)
        self.clock.other_seconds += self._lap()
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
            self._pause()
            self.record["stopped"] = {
                "step": self.step,
                **dataclasses.asdict(self.clock),
            }
            self._write()
            self.checkpoints.act(self.step, logs)

    def _lap(self):
        """Seconds since the last lap."""
        before, self.since = self.since, time.perf_counter()
        return self.since - before

    def _pause(self):
        """Counts the steps since the last lap as timed."""
        if self.record["points"]:
            int(self.model.step.numpy())  # Waits for the device.
            self.clock.seconds += self._lap()
            self.clock.timed_steps += self.pending
            self.pending = 0

    def _write(self):
        peak = max(peak_mib(), self.record.get("memory_mib", 0))
        self.record["memory_mib"] = peak
        temporary = self.directory / f".{FILE}"
        temporary.write_text(json.dumps(self.record, indent=1) + "\n")
        temporary.replace(self.directory / FILE)


def read(directory) -> dict | None:
    """What `Watch` wrote; None before its first point."""
    file = Path(directory) / FILE
    return json.loads(file.read_text()) if file.exists() else None
