"""Writes what a comparison found: index.html, results.csv and scores.json."""

import shlex
from pathlib import Path

from tfgan_zoo import environment
from tfgan_zoo.experiments import page
from tfgan_zoo.experiments.comparison import plots, schedule, scores
from tfgan_zoo.runs import directory as run_directory

FILES = ("index.html", "results.csv", "scores.json")
_SHARES = (0.0, 0.1, 0.5, 1.0)  # Of the steps: when samples are shown.
_CURVES = {  # Options of `plots.over_time`.
    "frechet_distance": {"label": "Fréchet distance", "log": True},
    "coverage": {"label": "coverage (share of real images)", "limits": (0, 1)},
    "separation": {"label": "P(D(real) > D(fake))", "limits": (0, 1.02)},
    "gradient_norm": {"label": "L2 norm of the gradient of G's loss", "log": True},
}


def write(directory: Path, runs: list):
    """Writes all three; what is not measured yet is said to be missing."""
    record = run_directory.read(directory)
    start, identity = record["starts"][-1], record["identity"]
    extractor = start["flags"].get("extractor") or f"{identity['dataset']}_classifier"
    groups = schedule.by_recipe(runs)
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
    summary = scores.summary(runs)
    scores.write_csv(directory / "results.csv", runs)
    scores.write_json(directory / "scores.json", runs, summary, facts)

    players, same_games = {}, {}
    for run, known in zip(runs, records, strict=True):
        if "players" in known and run.recipe not in players:
            players[run.recipe] = known
            same_games.setdefault(str(known["players"]), []).append(run.recipe)
    reference = next((r["reference"] for r in records if r.get("reference")), {})
    real = (run.directory / "real.png" for run in runs)
    page.write(
        directory / "index.html",
        "comparison.html.j2",
        **facts,
        runs=runs,
        groups=groups,
        looks=plots.looks(groups),
        seeds=len({run.seed for run in runs}),
        begun=record["starts"][0]["date"],
        failed=[run for run in runs if run.failure],
        unfinished=[run for run in runs if not run.finished and not run.failure],
        players=players,
        same_games=[recipes for recipes in same_games.values() if len(recipes) > 1],
        summary=summary,
        best=_best(summary),
        spread=spread,
        reference=reference,
        samples={recipe: _samples(group) for recipe, group in groups.items()},
        real_images=next((file.read_bytes() for file in real if file.exists()), None),
        curves=_curves(runs, reference),
        warnings=sorted(
            {w for r in records for p in r["points"] for w in p.get("warnings", ())}
        ),
        single_run=shlex.join(["python", *schedule.command(runs[0])[1:]]),
    )


def spread(value: dict, factor: float = 1.0, digits: int | None = None) -> str:
    """A mean and its deviation, if there is one, in the same unit.

    Args:
        value: of `scores.statistics`.
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
    for name, choose in scores.BEST.items():
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
        name: plots.over_time(runs, name, real=reference.get(name), **options)
        for name, options in _CURVES.items()
    }
    losses = {"discriminator_loss": "discriminator", "generator_loss": "generator"}
    curves["losses"] = plots.of_each(runs, losses, "loss (own units)")
    curves["wasserstein_estimate"] = plots.of_each(
        runs,
        {"wasserstein_estimate": "estimate"},
        "E[f(x)] - E[f(G(z))] (critic's units)",
    )
    return curves
