"""The runs of a comparison: started one by one, stopped, failed, gone on with."""

import dataclasses
import datetime
import json
import re
import subprocess
import sys
from pathlib import Path

from tfgan_zoo import atomic, recipes
from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.experiments.comparison import measurements
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.runs.process import STOPPED

FAILURE = "failure.json"
CONFIG = "config.json"
_LINES = 12  # Of what a failed run wrote last.
_START_UP = re.compile(r"[IW]\d{4} |WARNING: All log messages before absl")


@dataclasses.dataclass(frozen=True)
class Settings:
    """What is the same for every recipe and seed.

    Attributes:
        dataset: name.
        image_size: height and width in pixels.
        steps: generator steps of each run.
        width: channels of the shared networks; a recipe's own are as wide as in its
            paper.
        batch_size: examples of one minibatch.
        samples: images of a score.
        split: of the real images of a score.
        labels_per_class: that a semi-supervised recipe learns from.
        extractor: whose features scores compare.
        data_dir: where TFDS keeps prepared datasets.
    """

    dataset: str
    image_size: int
    steps: int
    width: int
    batch_size: int
    samples: int
    split: str
    labels_per_class: int
    extractor: str | None = None
    data_dir: str | None = None

    def config(self, name: str, seed: int) -> RunConfig:
        """The run of a recipe with a seed."""
        recipe = recipes.get(name)
        same = ("dataset", "steps", "batch_size", "image_size", "data_dir")
        same += tuple(recipe.kind.options)
        return RunConfig(
            recipe=name,
            constants={} if recipe.own_networks else {"width": self.width},
            networks="shared",
            seed=seed,
            **{field: getattr(self, field) for field in same},
            sample_every=0,
            log_every=max(1, self.steps // 100),
            save_every=max(1, self.steps // 10),
            export=False,
        )


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
        return measurements.read(self.directory) or {"points": []}

    def losses(self) -> list[dict]:
        """Rows of its metrics.csv."""
        return metrics_log.read(self.directory / "metrics.csv")

    def picture(self, step: int) -> Path:
        """The file of its samples at a measured step."""
        return self.directory / "samples" / f"step_{step:08d}.png"

    @property
    def finished(self) -> bool:
        """Whether its last step is measured."""
        points = self.measurements()["points"]
        return bool(points) and points[-1]["step"] == self.steps

    @property
    def failure(self) -> dict | None:
        """How it failed at its last start: status, message, step; None if not."""
        file = self.directory / FAILURE
        return json.loads(file.read_text()) if file.exists() else None


def plan(directory: Path, names: list[str], seeds: int, steps: int) -> list[Run]:
    """The runs in the order that they are made: all recipes advance together."""
    return [
        Run(name, seed, directory / "runs" / name / str(seed), steps)
        for seed in range(seeds)
        for name in names
    ]


def others(directory: Path, planned: list[Run]) -> list[Run]:
    """The measured runs of earlier command lines that are not among those planned."""
    steps, known = planned[0].steps, {run.directory for run in planned}
    found = (
        Run(file.parent.parent.name, int(file.parent.name), file.parent, steps)
        for file in sorted(directory.glob(f"runs/*/*/{measurements.FILE}"))
    )
    return [run for run in found if run.directory not in known]


def by_recipe(runs: list[Run]) -> dict[str, list[Run]]:
    """Recipe to its runs, both in their order."""
    groups = {}
    for run in runs:
        groups.setdefault(run.recipe, []).append(run)
    return groups


def command(run: Run) -> list[str]:
    """The command line of a run."""
    module = "tfgan_zoo.experiments.comparison.run"
    return [sys.executable, "-m", module, str(run.directory / CONFIG)]


def execute(run: Run, settings: Settings) -> bool:
    """Makes a run, or goes on with it; returns whether it reached its end.

    Time and memory are those of a process of its own. If it fails, what it wrote last
    is kept in failure.json; the next start tries again.

    Raises:
        KeyboardInterrupt: the run was stopped, after it has saved.
    """
    values = {
        "run": settings.config(run.recipe, run.seed).given(),
        "directory": str(run.directory),
        "samples": settings.samples,
        "split": settings.split,
        "extractor": settings.extractor,
    }
    atomic.write_json(run.directory / CONFIG, values)
    (run.directory / FAILURE).unlink(missing_ok=True)
    errors = run.directory / "errors.txt"
    with errors.open("w") as file:
        # A group of its own: Ctrl-C reaches this process alone, which passes it on.
        process = subprocess.Popen(command(run), stderr=file, start_new_session=True)
        try:
            status = process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
    if status == STOPPED:
        raise KeyboardInterrupt
    if run.finished:
        return True
    lines = errors.read_text(errors="replace").strip().splitlines()
    lines = [line for line in lines if not _START_UP.match(line)][-_LINES:]
    points = run.measurements()["points"]
    failure = {
        "status": status,
        "message": "\n".join(lines) or f"It ended with status {status}, silently.",
        "last_measured_step": points[-1]["step"] if points else None,
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(" ", "seconds"),
    }
    atomic.write_json(run.directory / FAILURE, failure)
    return False
