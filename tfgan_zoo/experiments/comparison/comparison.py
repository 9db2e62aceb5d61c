"""The comparison: every recipe with every seed, one after the other, and the page."""

import contextlib
import dataclasses
import signal
import sys

import pipelines
from tfgan_zoo import recipes
from tfgan_zoo.experiments.comparison import report, schedule
from tfgan_zoo.experiments.comparison.schedule import Settings
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import extractor as extractors
from tfgan_zoo.runs import identity as identities
from tfgan_zoo.runs.process import STOPPED


def compare(
    names: list[str], settings: Settings, *, seeds: int, output: str, flags: dict
) -> int:
    """Trains what is missing and writes the page.

    Args:
        names: of the recipes.
        settings: that all runs share.
        seeds: runs of each recipe.
        output: the directory to write to.
        flags: of the command line, for the record.

    Returns:
        The exit status: 1 if a run has failed, 130 after Ctrl-C.

    Raises:
        ValueError: a recipe or the dataset cannot be compared so, or the directory
            holds another comparison.
    """
    info = pipelines.info(settings.dataset, data_dir=settings.data_dir)
    _check(names, info)
    extractor = extractors.find(settings.extractor, settings.dataset, required=False)
    if not extractor:
        print(
            f"There is no pretrained classifier for {settings.dataset!r}, so "
            "samples have no scores. --extractor gives them; the page says how to make "
            "one."
        )
    # Recipes and seeds may be added later; all else is one comparison.
    named = {"extractor", "data_dir"}  # What is at the path counts.
    identity = {k: v for k, v in dataclasses.asdict(settings).items() if k not in named}
    identity["extractor_sha256"] = extractor.hash if extractor else None
    identity |= identities.contents(settings.dataset)
    origin, writes = run_directory.origin(info), (*report.FILES, "runs/*")
    with run_directory.opened(output, identity, origin, flags, writes) as directory:
        return _compare(names, settings, seeds, directory)


def _compare(names, settings, seeds, directory) -> int:
    """Trains what is missing in a directory that no other process is at work in."""
    runs = schedule.plan(directory, names, seeds, settings.steps)
    shown = [*runs, *schedule.others(directory, runs)]
    try:
        with _polite_end():
            for i, run in enumerate(runs, 1):
                if run.finished:
                    continue
                number = f"{i} of {len(runs)}"
                print(f"{run.recipe}, seed {run.seed} ({number}):", flush=True)
                if not schedule.execute(run, settings):
                    last = run.failure["message"].splitlines()[-1]
                    print(f"  failed: {last}", flush=True)
                if run.recipe == names[-1] and run is not runs[-1]:
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


def _check(names, info):
    """Refuses what a recipe cannot learn from before any of them begins."""
    for name in names:
        kind = recipes.get(name).kind
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
def _polite_end():
    """SIGTERM asks the run to save, as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
