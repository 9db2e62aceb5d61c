"""The comparison: every recipe with every seed, one after the other, and the page."""

import contextlib
import dataclasses
import datetime
import re
import signal
import subprocess
import sys
from pathlib import Path

import pipelines
from tfgan_zoo import atomic, recipes
from tfgan_zoo.experiments import preparation
from tfgan_zoo.experiments.comparison import report
from tfgan_zoo.experiments.comparison.run import CONFIG, FAILURE, MEASUREMENTS, Run
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import extractor as extractors
from tfgan_zoo.runs import identity as identities
from tfgan_zoo.runs.process import STOPPED

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
    runs = plan(directory, names, seeds, settings.steps)
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
    config = settings.config(run.recipe, run.seed)
    comparison = run.directory.parents[2]  # Of runs/RECIPE/SEED.
    values = {
        "run": preparation.as_begun(comparison, config).given(),
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
