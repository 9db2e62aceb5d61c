"""Trains a recipe on a dataset, into a run directory that it can go on from.

    tfgan-train --recipe=dcgan --dataset=digits --workdir=runs/dcgan_digits

Stop it at any time, with Ctrl-C or the hard way, and run the same command again: it
goes on from its last save. The directory then holds run.json (what the run is),
metrics.csv, curves.png, tensorboard/, samples/ and their film samples.webp,
checkpoints/, and the exported generator under export/.

With --strategy=multi_worker, run it on every machine that TF_CONFIG names. A worker
that is lost stops all of them; then the same holds: run the same command again.
"""

from pathlib import Path

from absl import flags

from pipelines import catalogue
from tfgan_zoo import recipes
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import export as run_export
from tfgan_zoo.runs import strategies
from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string("recipe", None, f"one of: {', '.join(recipes.available())}")
flags.DEFINE_string(
    "dataset",
    None,
    "the recipe's own by default; one of: "
    f"{', '.join(catalogue.available())}; or any other TFDS image dataset",
)
flags.DEFINE_string("workdir", None, "the run directory, made if needed")
flags.DEFINE_integer(
    "steps", None, "generator steps in all; may grow later", lower_bound=1
)
flags.DEFINE_integer("batch_size", None, "examples of one minibatch", lower_bound=1)
flags.DEFINE_integer("image_size", None, "height and width in pixels", lower_bound=1)
flags.DEFINE_integer("width", None, "channels of the networks", lower_bound=1)
flags.DEFINE_integer(
    "labels_per_class",
    None,
    "labels that a semi-supervised recipe learns from; 10 by default",
    lower_bound=1,
)
flags.DEFINE_integer("seed", 0, "of weights, noise and order", lower_bound=0)
flags.DEFINE_string("data_dir", None, "where TFDS keeps prepared datasets")
flags.DEFINE_string(
    "data_service",
    None,
    "grpc://HOST:PORT of a tf.data service, whose workers then read and decode; the "
    "order of examples is not reproducible",
)
flags.DEFINE_enum(
    "strategy",
    "default",
    strategies.NAMES,
    "one device; all local GPUs; the machines in TF_CONFIG, each of which runs this "
    "command; a TPU",
)
flags.DEFINE_enum(
    "mixed_precision",
    "none",
    ["none", "bfloat16", "float16"],
    "type of the networks' arithmetic; weights stay float32",
)
flags.DEFINE_boolean("jit_compile", False, "compile the step with XLA")
flags.DEFINE_integer(
    "steps_per_execution", 1, "steps between two returns to Python", lower_bound=1
)
flags.DEFINE_integer("sample_every", 100, "steps between two grids", lower_bound=1)
flags.DEFINE_integer("save_every", 500, "steps between two saves", lower_bound=1)
flags.DEFINE_string("export_dir", None, "of the generator; WORKDIR/export by default")
flags.DEFINE_boolean("skip_unreadable", False, "leave out files that cannot be decoded")
flags.DEFINE_boolean("deterministic", False, "the same bits in every run")

command.required("recipe", recipes.available)
command.required("workdir")


def main():
    """Trains, saves and exports; returns the exit status."""
    recipe = getattr(recipes, FLAGS.recipe)  # Imports TensorFlow.
    import tensorflow as tf

    from tfgan_zoo.runs.data import RunData

    if FLAGS.deterministic and FLAGS.data_service:
        raise ValueError(
            "--deterministic is impossible with --data_service, whose workers give "
            "their batches in the order they are ready. Leave out one of the two."
        )
    if FLAGS.deterministic:
        tf.config.experimental.enable_op_determinism()
    strategy = strategies.make(FLAGS.strategy)

    with strategies.together(strategy), strategies.chief_first(strategy):
        data = RunData.for_recipe(
            recipe,
            FLAGS.dataset,
            image_size=FLAGS.image_size,
            seed=FLAGS.seed,
            labels_per_class=FLAGS.labels_per_class,
            data_dir=FLAGS.data_dir,
            skip_unreadable=FLAGS.skip_unreadable,
            data_service=FLAGS.data_service,
        )
    minibatch = FLAGS.batch_size or recipe.BATCH_SIZE
    identity = {
        "recipe": FLAGS.recipe,
        "dataset": data.name,
        "examples": data.info.examples["train"],
        "shape": list(data.shape),
        "classes": len(data.info.classes),
        "labels_per_class": data.labels_per_class,
        "width": FLAGS.width,
        "batch_size": minibatch,
        "seed": FLAGS.seed,
        "mixed_precision": FLAGS.mixed_precision,
        "jit_compile": FLAGS.jit_compile,
        "strategy": FLAGS.strategy,
    }
    chief = strategies.is_chief(strategy)
    directory = run_directory.open_run(FLAGS.workdir, identity, writes=chief)
    with (
        strategies.files_of(strategy, directory) as files,
        strategies.together(strategy),
    ):
        return _train(recipe, data, identity, directory, files, strategy)


def _train(recipe, data, identity, directory, files, strategy):
    """Goes on from what `directory` holds, and writes to `files`."""
    from tfgan_zoo import training

    with strategy.scope():
        gan = run_directory.build(identity)
    gan.jit_compile = FLAGS.jit_compile
    gan.steps_per_execution = FLAGS.steps_per_execution
    gan.make_train_function()
    checkpoints = training.Checkpoints(directory / "checkpoints", FLAGS.save_every)
    step, steps = checkpoints.restore(gan), FLAGS.steps or recipe.STEPS
    checkpoints.directory = files / "checkpoints"
    strategies.check_agreement(strategy, step, directory)
    run_directory.check_steps(directory, step, steps, FLAGS.steps_per_execution)

    if step < steps:
        minibatch = identity["batch_size"]
        batches = data.batches(
            minibatch * gan.discriminator_steps,
            step,
            strategy,
            run=str(directory.resolve()),
        )
        shown = data.shown()
        if not step and hasattr(recipe, "prepare"):
            recipe.prepare(gan, data.first(minibatch))
        run_directory.record_start(
            files, identity, run_directory.origin(data.info), _flags()
        )
        with data.naming_files():
            _fit(gan, batches, steps - step, files, checkpoints, shown)
        if gan.stop_training:
            print(
                f"\nStopped at step {int(gan.step.numpy())}, and saved. Run the same "
                "command again to go on."
            )
            return 0
        names = sorted(f.name + "/" * f.is_dir() for f in files.iterdir())
        print(f"Wrote {files}: {', '.join(names)}")
    target = Path(FLAGS.export_dir or directory / "export").expanduser()
    if files != directory:
        target = files / "export"
    run_export.export_run(gan, files, target, steps)
    strategies.check_agreement(strategy, steps, directory)
    return 0


def _fit(gan, data, steps, directory, checkpoints, shown):
    """`fit` under watch. The save comes last: what it holds, the logs hold too."""
    from tfgan_zoo import training

    num = 512 if len(gan.sampler.outputs[0].shape) == 2 else 64  # Points or images.
    callbacks = [
        training.StopOnSignal(),
        training.FiniteLosses(),
        training.Waiting(),
        training.MetricsLog(directory),
        training.SampleGrid(directory, FLAGS.sample_every, num=num, real=shown),
        checkpoints,
    ]
    try:
        gan.fit(data, steps_per_epoch=steps, shuffle=False, callbacks=callbacks)
    except FloatingPointError as error:
        good = f"step {checkpoints.saved} in {checkpoints.directory}"
        raise FloatingPointError(
            f"{error} The last good save is {good}."
            if checkpoints.saved
            else f"{error} Nothing had been saved yet."
        ) from error


def _flags() -> dict:
    """Flags of this script that were given."""
    given = FLAGS.get_flags_for_module(__name__)
    return {flag.name: flag.value for flag in given if flag.present}


def run():
    """Entry point of `tfgan-train`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
