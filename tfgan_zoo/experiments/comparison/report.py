"""The report of a comparison: its page, a sheet of samples, and its numbers."""

import csv
import shlex
from pathlib import Path

import numpy as np

from tfgan_zoo import atomic, environment
from tfgan_zoo.experiments import page
from tfgan_zoo.experiments.comparison import plots, samples_sheet
from tfgan_zoo.experiments.comparison.run import COLUMNS, MEASURED, Run, by_recipe
from tfgan_zoo.export import pretrained
from tfgan_zoo.runs import directory as run_directory

FILES = ("index.html", "samples.png", "results.csv", "scores.json")
# Name: whether the best is the lowest.
BEST = {"frechet_distance": min, "coverage": max, "precision": max, "recall": max}
_SHARES = (0.0, 0.1, 0.5, 1.0)  # Of the steps: when samples are shown.
_CURVES = {  # Options of `plots.curve`.
    "frechet_distance": {"label": "Fréchet distance", "log": True},
    "coverage": {"label": "coverage (share of real images)", "limits": (0, 1)},
    "separation": {"label": "P(D(real) > D(fake))", "limits": (0, 1.02)},
    "gradient_norm": {"label": "L2 norm of the gradient of G's loss", "log": True},
}


def write(directory: Path, runs: list):
    """Writes all of it; what is not measured yet is said to be missing."""
    record = run_directory.read(directory)
    start, identity = record["starts"][-1], record["identity"]
    extractor = start["flags"].get("extractor")
    extractor = extractor or pretrained.classifier_of(identity["dataset"])
    groups = by_recipe(runs)
    records = [run.measurements() for run in runs]
    protocol = next((r["protocol"] for r in records if "protocol" in r), {})
    facts = {
        "command": run_directory.command_line("tfgan-compare", start["flags"]),
        "settings": identity,
        "extractor": extractor if identity["extractor_sha256"] else None,
        "dataset": record["dataset"],
        # Without what is each run's own.
        "protocol": {k: v for k, v in protocol.items() if k != "sampled_from"},
        "commits": list(
            dict.fromkeys(s["commit"] or "unknown" for s in record["starts"])
        ),
        "versions": start["versions"],
        "machine": environment.machine(),
        "devices": sorted({r["device"] for r in records if "device" in r}),
    }
    failed = [run for run in runs if run.failure]
    means = summary(runs)
    _write_csv(directory / "results.csv", runs)
    failures = [{"recipe": r.recipe, "seed": r.seed, **r.failure} for r in failed]
    scores = {**facts, "recipes": means, "failed": failures}
    atomic.write_json(directory / "scores.json", scores)

    players, same_games = {}, {}
    for run, known in zip(runs, records, strict=True):
        if "players" in known and run.recipe not in players:
            players[run.recipe] = known
            same_games.setdefault(str(known["players"]), []).append(run.recipe)
    reference = next((r["reference"] for r in records if r.get("reference")), {})
    real = (run.directory / "real.png" for run in runs)
    baselines = {
        run.recipe: known["baseline"]
        for run, known in zip(runs, records, strict=True)
        if "baseline" in known
    }
    samples = {recipe: _samples(group) for recipe, group in groups.items()}
    samples_sheet.draw(samples, directory / "samples.png")
    page.write(
        directory / "index.html",
        "comparison.html.j2",
        **facts,
        runs=runs,
        groups=groups,
        styles=plots.line_styles(groups),
        seeds=len({run.seed for run in runs}),
        begun=record["starts"][0]["date"],
        failed=failed,
        unfinished=[run for run in runs if not run.finished and not run.failure],
        players=players,
        # Of networks of their own the players tell sizes alone.
        same_games=[]
        if identity.get("own_networks")
        else [recipes for recipes in same_games.values() if len(recipes) > 1],
        summary=means,
        best=_best(means),
        spread=spread,
        reference=reference,
        samples=samples,
        baselines=baselines,
        real_images=next((file.read_bytes() for file in real if file.exists()), None),
        curves=_curves(runs, reference),
        warnings=sorted(
            {w for r in records for p in r["points"] for w in p.get("warnings", ())}
        ),
        single_run=shlex.join(["python", *runs[0].command()[1:]]),
    )


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
        **({} if "baseline" in records[0] else _times(last)),
        "seconds": statistics(point["seconds"] for point in last),
        **{
            name: statistics(record[name] for record in records)
            for name in ("memory_mib", "memory_before_mib")
        },
    }


def _times(points):
    """Of the steps; a run of a single step has none that is timed."""
    return {
        "seconds_per_step": statistics(
            point["seconds"] / max(1, point["timed_steps"]) for point in points
        ),
        "first_step_seconds": statistics(point["first_seconds"] for point in points),
    }


def _write_csv(file: Path, runs: list[Run]):
    """Writes the rows of all runs."""
    with (
        atomic.writing(file, replace=True) as written,
        written.open("w", newline="") as text,
    ):
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        for run in runs:
            writer.writerows(run.rows())


def spread(value: dict, factor: float = 1.0, digits: int | None = None) -> str:
    """A mean and its deviation, if there is one, in the same unit.

    Args:
        value: of `statistics`.
        factor: of the unit.
        digits: behind the point; by default as many as show the deviation, or three
            significant ones of the mean, and three at most.
    """
    mean, deviation = value["mean"] * factor, value["deviation"]
    if digits is None:
        sizes = [abs(mean) / 100, (deviation or 0) * factor]
        size = min((size for size in sizes if size), default=1)
        digits = 0 if size >= 1 else 1 if size >= 0.1 else 2 if size >= 0.01 else 3
    if deviation is None:
        return f"{mean:.{digits}f}"
    return f"{mean:.{digits}f} ± {deviation * factor:.{digits}f}"


def _best(summary) -> dict:
    """The best mean of each column of scores that several recipes have."""
    best = {}
    for name, choose in BEST.items():
        for when in ("last", "best"):
            known = [e[when] for e in summary.values() if name in e.get(when, ())]
            means = [values[name]["mean"] for values in known]
            if len(means) > 1:
                best[when, name] = choose(means)
    return best


def _samples(runs) -> tuple:
    """The run of a recipe whose samples are shown, and the steps nearest to the shares.

    The run is None where nothing is measured, and a step where none is near.
    """
    begun = [run for run in runs if run.measurements()["points"]]
    if not begun:
        return None, []
    shown = next((run for run in begun if run.finished), begun[0])
    measured = [point["step"] for point in shown.measurements()["points"]]
    steps = []
    for goal in (share * shown.steps for share in _SHARES):
        step = min(measured, key=lambda s, goal=goal: abs(s - goal))
        steps.append(step if abs(step - goal) <= 0.05 * shown.steps else None)
    return shown, steps


def _curves(runs, reference) -> dict:
    """The PNGs of every measure against steps and against seconds."""
    curves = {
        name: plots.curve(runs, name, real=reference.get(name), **options)
        for name, options in _CURVES.items()
    }
    losses = {"discriminator_loss": "discriminator", "generator_loss": "generator"}
    curves["losses"] = plots.losses(runs, losses, "loss (own units)")
    curves["wasserstein_estimate"] = plots.losses(
        runs,
        {"wasserstein_estimate": "estimate"},
        "E[f(x)] - E[f(G(z))] (critic's units)",
    )
    return curves
