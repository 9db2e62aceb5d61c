"""The numbers of a comparison: as rows for CSV, and as means over seeds."""

import csv
from pathlib import Path

import numpy as np

from tfgan_zoo import atomic
from tfgan_zoo.experiments.comparison.schedule import Run, by_recipe

LOSSES = ("generator_loss", "discriminator_loss", "wasserstein_estimate")
MEASURED = (
    *("frechet_distance", "coverage", "density", "precision", "recall"),
    *("separation", "gradient_norm"),
)
COLUMNS = ("recipe", "seed", "step", "seconds", *LOSSES, *MEASURED)
# Name: whether the best is the lowest.
BEST = {"frechet_distance": min, "coverage": max, "precision": max, "recall": max}


def rows(run: Run) -> list[dict]:
    """A row for each point of a run; losses are means since the point before.

    What was not measured is None.
    """
    answer, before = [], 0
    losses = run.losses()
    for point in run.measurements()["points"]:
        since = [row for row in losses if before < row["step"] <= point["step"]]
        row = {"recipe": run.recipe, "seed": run.seed}
        row |= {name: point.get(name) for name in ("step", "seconds", *MEASURED)}
        for name in LOSSES:
            values = [r[name] for r in since if name in r]
            row[name] = float(np.mean(values)) if values else None
        answer.append(row)
        before = point["step"]
    return answer


def summary(runs: list[Run]) -> dict:
    """For each recipe the mean and deviation over the seeds that reached the end.

    Returns:
        Recipe to "seeds", and where there are any, "last", "best", "seconds_per_step",
        "seconds", "first_step_seconds", "memory_mib", "memory_before_mib". A value is
        {"mean", "deviation", "values"}; the deviation is that of a sample, divided by
        n - 1, and None for one seed. "best" is the best point of each seed, with its
        "steps". Without an extractor "last" and "best" have no scores.
    """
    answer = {}
    for recipe, group in by_recipe(runs).items():
        done = [run for run in group if run.finished]
        answer[recipe] = {"seeds": [run.seed for run in done]}
        if done:
            answer[recipe] |= _of_finished(done)
    return answer


def statistics(values) -> dict:
    """Mean and deviation of a few numbers."""
    values = [float(value) for value in values]
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else None
    return {"mean": float(np.mean(values)), "deviation": deviation, "values": values}


def write_csv(file: Path, runs: list[Run]):
    """Writes the rows of all runs."""
    with (
        atomic.writing(file, replace=True) as written,
        written.open("w", newline="") as text,
    ):
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        for run in runs:
            writer.writerows(rows(run))


def write_json(file: Path, runs: list[Run], summary: dict, facts: dict):
    """Writes the summary of the runs, what it holds for, and the runs that failed."""
    failed = [
        {"recipe": run.recipe, "seed": run.seed, **run.failure}
        for run in runs
        if run.failure
    ]
    content = {**facts, "recipes": summary, "failed": failed}
    atomic.write_json(file, content)


def _of_finished(runs):
    records = [run.measurements() for run in runs]
    last = [record["points"][-1] for record in records]
    best = {}
    measured = [name for name in MEASURED if name in last[0]]
    for name, choose in BEST.items():
        if name not in measured:
            continue
        points = [choose(r["points"], key=lambda p, n=name: p[n]) for r in records]
        best[name] = statistics(point[name] for point in points)
        best[name]["steps"] = [point["step"] for point in points]
    return {
        "last": {name: statistics(p[name] for p in last) for name in measured},
        "best": best,
        # A run of a single step has none that is timed.
        "seconds_per_step": statistics(
            point["seconds"] / max(1, point["timed_steps"]) for point in last
        ),
        "seconds": statistics(point["seconds"] for point in last),
        "first_step_seconds": statistics(point["first_seconds"] for point in last),
        **{
            name: statistics(record[name] for record in records)
            for name in ("memory_mib", "memory_before_mib")
        },
    }
