"""One run of a comparison: a recipe and a seed, in a process of its own.

    python -m tfgan_zoo.experiments.comparison.run RUN/config.json

`tfgan-compare` starts these one after the other. It writes what it measures to
measurements.json, and the losses to metrics.csv. A stopped run goes on.
"""

import dataclasses
import os
import sys
from pathlib import Path

import numpy as np

from tfgan_zoo import atomic, runs
from tfgan_zoo.runs import process

CONFIG, MEASUREMENTS, FAILURE = "config.json", "measurements.json", "failure.json"
LOSSES = ("generator_loss", "discriminator_loss", "wasserstein_estimate")
MEASURED = (
    *("frechet_distance", "coverage", "density", "precision", "recall"),
    *("separation", "gradient_norm"),
)
COLUMNS = ("recipe", "seed", "step", "seconds", *LOSSES, *MEASURED)
TIMES = ("seconds", "timed_steps", "first_seconds", "other_seconds")


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

    module = __spec__.name if __spec__ else None  # Of its process.

    def values(self, settings) -> dict:
        """What its process is told.

        Args:
            settings: of the comparison.
        """
        from tfgan_zoo.experiments import preparation

        config = settings.config(self.recipe, self.seed)
        comparison = self.directory.parents[2]  # Of runs/RECIPE/SEED.
        return {
            "run": preparation.as_begun(comparison, config).given(),
            "directory": str(self.directory),
            "samples": settings.samples,
            "split": settings.split,
            "extractor": settings.extractor,
        }

    def measurements(self) -> dict:
        """What was measured of it so far; without points at the beginning."""
        file = self.directory / MEASUREMENTS
        return atomic.read_json(file) if file.exists() else {"points": []}

    def losses(self) -> list[dict]:
        """Rows of its metrics.csv."""
        from tfgan_zoo.callbacks import metrics_log

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
        return [sys.executable, "-m", self.module, str(self.directory / CONFIG)]

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


def main(argv=None) -> int:
    """Trains, measures and saves; returns the exit status.

    Args:
        argv: the path of the file that `comparison.execute` wrote; what the process
            was started with by default.
    """
    return guarded(_train, argv)


def guarded(work, argv=None) -> int:
    """Does what a configuration file says, with failures in words; the exit status.

    Args:
        work: function of what the file holds.
        argv: its path; what the process was started with by default.
    """
    (file,) = sys.argv[1:] if argv is None else argv
    program = os.path.basename(sys.argv[0])
    return process.guarded(program, lambda: work(atomic.read_json(file)))


def _train(values):
    # Here, where what TensorFlow writes at its import is caught.
    from tfgan_zoo.experiments.comparison.evaluator import Evaluator
    from tfgan_zoo.experiments.comparison.measurements import Measurements

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
