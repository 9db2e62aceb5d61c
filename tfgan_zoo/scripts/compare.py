"""Trains recipes side by side on the same networks, and draws what comes of each.

    tfgan-compare --recipes=gan,wgan --dataset=digits --output=report

Only the objective differs, with the optimizers of its recipe. A recipe that cannot play
with the shared networks keeps its own, and the page says so. It writes index.html, one
page that opens without a network, results.csv and scores.json; the runs, each a process
of its own, are in runs/RECIPE/SEED. Run it again to go on after a stop; a run that
failed loses no other, and is tried again then.
"""

import signal
import sys

from absl import flags

from pipelines import catalogue
from tfgan_zoo import recipes
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import extractor as extractors
from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_list("recipes", None, f"some of: {', '.join(recipes.available())}")
flags.DEFINE_string("dataset", "digits", "images")
flags.DEFINE_integer("image_size", 16, "height and width in pixels", lower_bound=16)
flags.DEFINE_integer("steps", 2000, "generator steps of each run", lower_bound=1)
flags.DEFINE_integer("seeds", 3, "runs of each recipe", lower_bound=1)
flags.DEFINE_integer("width", 64, "channels of the shared networks", lower_bound=1)
flags.DEFINE_integer("batch_size", 64, "examples of one minibatch", lower_bound=2)
flags.DEFINE_integer("samples", 1000, "images of a score", lower_bound=10)
flags.DEFINE_string("split", "train", "of the real images of a score")
flags.DEFINE_integer(
    "labels_per_class", 10, "that a semi-supervised recipe learns from", lower_bound=1
)
flags.DEFINE_string(
    "extractor",
    None,
    "whose features scores compare: inception, inception:PATH, a .keras file, a "
    "SavedModel; the shipped classifier of the dataset by default",
)
flags.DEFINE_string("data_dir", None, "where TFDS keeps prepared datasets")
flags.DEFINE_string("output", None, "the directory to write to")

command.required("output")

_HANDED_ON = (
    *("dataset", "image_size", "steps", "width", "batch_size", "samples", "split"),
    *("labels_per_class", "extractor", "data_dir"),
)


def _check_recipes(names):
    if not names:
        raise flags.ValidationError("--recipes is required")
    known = recipes.available()
    for name in names:
        if name not in known:
            raise flags.ValidationError(str(catalogue.unknown("recipe", name, known)))
    if len(set(names)) < len(names):
        raise flags.ValidationError(f"--recipes={','.join(names)} names one twice")
    return True


flags.register_validator("recipes", _check_recipes)


def main():
    """Trains what is missing and writes the page; returns the exit status."""
    import pipelines
    from tfgan_zoo.experiments.comparison import report, schedule

    info = pipelines.info(FLAGS.dataset, data_dir=FLAGS.data_dir)
    _check_examples(info)
    extractor = extractors.find(FLAGS.extractor, FLAGS.dataset)
    handed_on = {name: getattr(FLAGS, name) for name in _HANDED_ON}
    # Recipes and seeds may be added later; all else is one comparison.
    named = {"extractor", "data_dir"}  # What is at the path counts.
    identity = {k: v for k, v in handed_on.items() if k not in named}
    identity["extractor_sha256"] = extractor.hash
    directory = run_directory.open_run(FLAGS.output, identity)
    given = FLAGS.get_flags_for_module(__name__)
    given = {flag.name: flag.value for flag in given if flag.present}
    run_directory.record_start(directory, identity, run_directory.origin(info), given)

    runs = schedule.plan(directory, FLAGS.recipes, FLAGS.seeds, FLAGS.steps)
    shown = [*runs, *schedule.others(directory, runs)]
    # A polite end asks the run to save, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for i, run in enumerate(runs):
            if run.finished:
                continue
            print(
                f"{run.recipe}, seed {run.seed} ({i + 1} of {len(runs)}):", flush=True
            )
            if not schedule.execute(run, handed_on):
                last = run.failure["message"].splitlines()[-1]
                print(f"  failed: {last}", flush=True)
            if run.recipe == FLAGS.recipes[-1] and run is not runs[-1]:
                report.write(directory, shown)  # What there is so far.
    except KeyboardInterrupt:
        report.write(directory, shown)
        print("\nStopped, and saved. Run the same command again to go on.")
        return schedule.STOPPED
    report.write(directory, shown)
    names = ("index.html", "results.csv", "scores.json")
    print(f"Wrote {', '.join(str(directory / name) for name in names)}")
    failed = [f"{run.recipe} of seed {run.seed}" for run in runs if run.failure]
    if failed:
        print(
            f"{len(failed)} of {len(runs)} runs failed: {', '.join(failed)}. The page "
            "says how; run the same command again to try them once more.",
            file=sys.stderr,
        )
    return 1 if failed else 0


def _check_examples(info):
    """Refuses what a recipe cannot learn from before any of them begins."""
    from tfgan_zoo.runs import shared_networks as players

    for name in FLAGS.recipes:
        kind = getattr(recipes, name).EXAMPLES
        if kind not in players.KINDS:
            raise ValueError(
                f"--recipes: {name} learns from {kind}, and this compares recipes that "
                "make images of latents. Leave it out."
            )
        if len(info.shape) == 1 or info.pairs:
            raise ValueError(f"--dataset={info.name} holds no single images.")
        if kind != "images" and not info.classes:
            raise ValueError(
                f"--dataset={info.name} has no classes, which {name} needs. Leave the "
                "recipe out, or choose a dataset with labels."
            )


def run():
    """Entry point of `tfgan-compare`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
