"""The comparison: every recipe with every seed, one after the other, and the page."""

import contextlib
import datetime
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pipelines
from tfgan_zoo import atomic, recipes
from tfgan_zoo.experiments.comparison import report
from tfgan_zoo.experiments.comparison.baseline_run import BaselineRun
from tfgan_zoo.experiments.comparison.baselines import find as find_baseline
from tfgan_zoo.experiments.comparison.candidate import Candidate
from tfgan_zoo.experiments.comparison.run import CONFIG, FAILURE, MEASUREMENTS, Run
from tfgan_zoo.experiments.comparison.settings import Settings
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import extractor as extractors
from tfgan_zoo.runs.process import STOPPED

_LINES = 12  # Of what a failed run wrote last.
_START_UP = re.compile(r"[IW]\d{4} |WARNING: All log messages before absl")


def compare(
    names: list[str],
    settings: Settings,
    *,
    seeds: int,
    output: str,
    flags: dict,
    baselines: Sequence[str] = (),
) -> int:
    """Trains what is missing and writes the page.

    Args:
        names: of the candidates, as for `Candidate.of`.
        settings: that all runs share.
        seeds: runs of each recipe.
        output: the directory to write to.
        flags: of the command line, for the record.
        baselines: names, as for `baselines.find`.

    Returns:
        The exit status: 1 if a run has failed, 130 after Ctrl-C.

    Raises:
        ValueError: a recipe or the dataset cannot be compared so, or the directory
            holds another comparison.
    """
    names = _candidates(names)
    for name in baselines:
        find_baseline(name)
    info = pipelines.info(settings.dataset, data_dir=settings.data_dir)
    _check(names, info)
    if settings.split not in info.examples:
        raise ValueError(
            f"--split={settings.split} is not one of {[*info.examples]}, which "
            f"{info.name!r} has."
        )
    shape = info.shape_at(settings.image_size)
    extractor = extractors.find(
        settings.extractor, settings.dataset, shape, required=False
    )
    if not extractor:
        print(
            f"There is no pretrained classifier for {settings.dataset!r}, so "
            "samples have no scores. --extractor gives them; the page says how to make "
            "one."
        )
    identity = settings.identity(extractor.hash if extractor else None)
    origin, writes = run_directory.origin(info), (*report.FILES, "runs/*")
    with run_directory.opened(output, identity, origin, flags, writes) as directory:
        runs = plan(directory, names, seeds, settings.steps)
        runs += [
            BaselineRun(
                name, seed, directory / "runs" / name / str(seed), settings.steps
            )
            for seed in range(seeds)
            for name in baselines
        ]
        return _compare(runs, settings, directory)


def _compare(runs, settings, directory) -> int:
    """Trains what is missing in a directory that no other process is at work in."""
    shown = [*runs, *others(directory, runs)]
    try:
        with _sigterm_as_ctrl_c():
            for i, run in enumerate(runs, 1):
                if run.finished:
                    continue
                number = f"{i} of {len(runs)}"
                print(f"{run.recipe}, seed {run.seed} ({number}):", flush=True)
                if not execute(run, settings):
                    last = run.failure["message"].splitlines()[-1]
                    print(f"  failed: {last}", flush=True)
                if i < len(runs) and runs[i].seed != run.seed:
                    report.write(directory, shown)  # What there is so far.
    except KeyboardInterrupt:
        report.write(directory, shown)
        print("\nStopped, and saved. Run the same command again to go on.")
        return STOPPED
    report.write(directory, shown)
    print(f"Wrote {', '.join(str(directory / name) for name in report.FILES)}")
    failed = [f"{run.recipe} of seed {run.seed}" for run in runs if run.failure]
    if failed:
        print(
            f"{len(failed)} of {len(runs)} runs failed: {', '.join(failed)}. The page "
            "says how; run the same command again to try them once more.",
            file=sys.stderr,
        )
    return 1 if failed else 0


def _candidates(texts):
    """The names of the candidates; refuses what is none, or named twice."""
    names = [str(Candidate.of(text)) for text in texts]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ValueError(f"--recipes={','.join(texts)} names {twice[0]} twice.")
    return names


def _check(names, info):
    """Refuses what a recipe cannot learn from before any of them begins."""
    for name in names:
        kind = recipes.get(Candidate.of(name).recipe).kind
        if not kind.from_latents:
            raise ValueError(
                f"--recipes: {name} learns from {kind.holds}, and this compares "
                "recipes that make images of latents. Leave it out."
            )
        if len(info.shape) == 1 or info.pairs:
            raise ValueError(f"--dataset={info.name} holds no single images.")
        if kind.labelled() and not info.classes:
            raise ValueError(
                f"--dataset={info.name} has no classes, which {name} needs. Leave the "
                "recipe out, or choose a dataset with labels."
            )


@contextlib.contextmanager
def _sigterm_as_ctrl_c():
    """SIGTERM asks the run to save, as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


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
        for file in sorted(directory.glob(f"runs/*/*/{MEASUREMENTS}"))
        if file.parent.name.isdecimal()  # Not "0 (copy)".
    )
    return [run for run in found if run.directory not in known]


def execute(run: Run, settings: Settings) -> bool:
    """Makes a run, or goes on with it; returns whether it reached its end.

    Time and memory are those of a process of its own. If it fails, what it wrote last
    is kept in failure.json; the next start tries again.

    Raises:
        KeyboardInterrupt: the run was stopped, after it has saved.
    """
    atomic.write_json(run.directory / CONFIG, run.values(settings))
    (run.directory / FAILURE).unlink(missing_ok=True)
    errors = run.directory / "errors.txt"
    with errors.open("w") as file:
        # A group of its own: Ctrl-C reaches this process alone, which passes it on.
        process = subprocess.Popen(run.command(), stderr=file, start_new_session=True)
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
