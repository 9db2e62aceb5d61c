"""Writes what a comparison found: index.html, results.csv and scores.json."""

import shlex
from pathlib import Path

from tfgan_zoo.experiments.comparison import schedule, scores, sections, subject
from tfgan_zoo.experiments.comparison.cells import named, spread
from tfgan_zoo.experiments.comparison.markup import definitions, page, table, tag
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import environment


def write(directory: Path, runs: list):
    """Writes all three; what is not measured yet is said to be missing."""
    record = run_directory.read(directory)
    start = record["starts"][-1]
    facts = {
        "command": run_directory.command_line("tfgan-compare", start["flags"]),
        "settings": record["identity"],
        "extractor": start["flags"].get("extractor")
        or f"{record['identity']['dataset']}_classifier",
        "dataset": record["dataset"],
        "protocol": _protocol(runs),
        "commits": list(
            dict.fromkeys(s["commit"] or "unknown" for s in record["starts"])
        ),
        "versions": start["versions"],
        "machine": environment.environment()["machine"],
        "devices": sorted(
            {run.measurements().get("device", "unknown") for run in runs} - {"unknown"}
        ),
    }
    scores.write_csv(directory / "results.csv", runs)
    scores.write_json(directory / "scores.json", runs, facts)
    names = list(dict.fromkeys(run.recipe for run in runs))
    settings = facts["settings"]
    seeds = len({run.seed for run in runs})
    known = ", ".join(names) if len(names) <= 4 else f"{len(names)} recipes"
    title = f"{known} side by side on {settings['dataset']}"
    lead = (
        f"{settings['steps']:,} generator steps, {seeds} "
        f"{'seed' if seeds == 1 else 'seeds'}, images of {settings['image_size']} "
        f"pixels. Begun {record['starts'][0]['date']}."
    )
    content = page(
        title,
        tag("h1", title),
        tag("p", lead, class_="lead"),
        *_open(runs),
        *subject.players(runs, settings, facts["command"]),
        *sections.results(runs),
        *sections.samples(runs),
        *sections.curves(runs, facts["extractor"]),
        *_costs(runs),
        *_failed(runs),
        *_how(runs, facts),
    )
    temporary = directory / ".index.html"
    temporary.write_text(content, encoding="utf-8")
    temporary.replace(directory / "index.html")


def _protocol(runs) -> dict:
    """That of the runs, without what is each one's own."""
    known = (run.measurements().get("protocol") for run in runs)
    protocol = next((p for p in known if p), {})
    return {k: v for k, v in protocol.items() if k != "sampled_from"}


def _open(runs) -> list:
    """A line at the top if something is missing."""
    failed = [run for run in runs if run.failure]
    left = [run for run in runs if not run.finished and not run.failure]
    if not failed and not left:
        return []
    words = [f"{len(failed)} of {len(runs)} runs failed"] * bool(failed)
    words += [f"{len(left)} of {len(runs)} runs are not finished"] * bool(left)
    words = f"{'; '.join(words)}: see the end of the page."
    return [tag("p", tag("b", words))]


def _costs(runs) -> list:
    rows = []
    for recipe, entry in scores.summary(runs).items():
        if not entry["seeds"]:
            continue
        cells = [
            spread(entry["seconds_per_step"], 1000),
            spread(entry["seconds"]),
            spread(entry["first_step_seconds"]),
            spread(entry["memory_mib"]),
            spread(entry["memory_before_mib"]),
        ]
        rows.append([named(recipe, runs), *cells])
    heads = ["recipe", "time per step (ms)", "training (s)", "first step (s)"]
    heads += ["peak memory (MiB)", "peak before training (MiB)"]
    return [
        tag("h2", "Time and memory"),
        tag(
            "p",
            "Each run is a process of its own, one after the other. Time per step is "
            "that of the steps after the first one, which builds the graph. Memory is "
            "the most that the process has held, with TensorFlow, the real images and "
            "the extractor: what all have before they train stands beside it.",
            class_="note",
        ),
        table(heads, rows) if rows else tag("p", "No run has reached its end."),
    ]


def _failed(runs) -> list:
    parts = []
    for run in runs:
        if failure := run.failure:
            step = failure["last_measured_step"]
            reached = "before its first point" if step is None else f"after step {step}"
            words = f"{run.recipe}, seed {run.seed}: failed {reached}"
            parts.append(tag("h3", words))
            parts.append(tag("pre", failure["message"]))
        elif not run.finished:
            points = run.measurements()["points"]
            words = f"at step {points[-1]['step']}" if points else "not begun"
            parts.append(tag("p", f"{run.recipe}, seed {run.seed}: {words}."))
    if not parts:
        return []
    again = "The same command goes on with these, and tries failed ones again."
    return [tag("h2", "Failed and unfinished runs"), tag("p", again), *parts]


def _how(runs, facts) -> list:
    """Commands and protocol: what is needed to do it again."""
    protocol = {**facts["protocol"], "extractor": facts["extractor"]}
    pairs = [
        ("source", facts["dataset"]["source"]),
        ("licence", facts["dataset"]["licence"]),
        *((name.replace("_", " "), value) for name, value in protocol.items()),
        ("commits, of each start", ", ".join(facts["commits"])),
        ("versions", ", ".join(f"{k} {v}" for k, v in facts["versions"].items())),
        ("machine", facts["machine"]),
        ("trained on", ", ".join(facts["devices"]) or "nothing yet"),
    ]
    single = schedule.command(runs[0])
    warnings = {
        warning
        for run in runs
        for point in run.measurements()["points"]
        for warning in point["warnings"]
    }
    return [
        tag("h2", "How it was measured"),
        tag(
            "p",
            "Scores compare generated with real images of the split named below. "
            "Generated ones come from the same seed of latents at every point; a "
            "generator that takes labels makes all classes in turn. Scores of another "
            "extractor, or of another number of images, do not compare. Separation and "
            "gradient norm are means over the first minibatches of the training data.",
        ),
        *(tag("p", warning) for warning in sorted(warnings)),
        definitions(pairs),
        tag("p", "One run by itself:"),
        tag("pre", shlex.join(["python", *single[1:]])),
        tag(
            "p",
            "All numbers: results.csv and scores.json beside this page; the runs, with "
            "samples of every point and seed, under runs/.",
            class_="note",
        ),
    ]
