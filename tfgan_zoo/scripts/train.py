"""Trains a recipe on a dataset, into a run directory that it can go on from.

    tfgan-train --recipe=dcgan --dataset=digits --workdir=runs/dcgan_digits

Stop it at any time, with Ctrl-C or the hard way, and run the same command again: it
goes on from its last save. The directory then holds run.json (what the run is),
metrics.csv, curves.png, tensorboard/, samples/ and their film samples.webp,
checkpoints/, and the exported generator under export/.
"""

from pathlib import Path

from absl import flags

from pipelines import catalogue
from tfgan_zoo import recipes
from tfgan_zoo.scripts import command, run_directory

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
flags.DEFINE_integer("seed", 0, "of weights, noise and order", lower_bound=0)
flags.DEFINE_string("data_dir", None, "where TFDS keeps prepared datasets")
flags.DEFINE_enum(
    "strategy", "default", ["default", "mirrored"], "one device, or all local GPUs"
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

    import pipelines
    from tfgan_zoo import training

    if FLAGS.deterministic:
        tf.config.experimental.enable_op_determinism()

    dataset = FLAGS.dataset or recipe.DATASET
    info = pipelines.info(dataset, data_dir=FLAGS.data_dir)
    image_size = FLAGS.image_size
    if image_size is None and dataset == recipe.DATASET:
        image_size = recipe.IMAGE_SIZE
    minibatch = FLAGS.batch_size or recipe.BATCH_SIZE
    identity = {
        "recipe": FLAGS.recipe,
        "dataset": dataset,
        "examples": info.examples["train"],
        "shape": list(info.shape_at(image_size)),
        "classes": len(info.classes),
        "width": FLAGS.width,
        "batch_size": minibatch,
        "seed": FLAGS.seed,
        "mixed_precision": FLAGS.mixed_precision,
        "jit_compile": FLAGS.jit_compile,
        "strategy": FLAGS.strategy,
    }
    directory = run_directory.open_run(FLAGS.workdir, identity)

    strategy = (
        tf.distribute.MirroredStrategy()
        if FLAGS.strategy == "mirrored"
        else tf.distribute.get_strategy()
    )
    with strategy.scope():
        gan = run_directory.build(identity)
    gan.jit_compile = FLAGS.jit_compile
    gan.steps_per_execution = FLAGS.steps_per_execution
    gan.make_train_function()
    checkpoints = training.Checkpoints(directory / "checkpoints", FLAGS.save_every)
    step, steps = checkpoints.restore(gan), FLAGS.steps or recipe.STEPS
    _check_steps(directory, step, steps)

    def load(start_step=step, **shard):
        return pipelines.load(
            dataset,
            batch_size=minibatch * gan.discriminator_steps,
            image_size=image_size,
            labels=recipe.EXAMPLES == "labelled",
            seed=FLAGS.seed,
            data_dir=FLAGS.data_dir,
            start_step=start_step,
            skip_unreadable=FLAGS.skip_unreadable,
            **shard,
        )

    if step < steps:
        data = load() if FLAGS.strategy == "default" else _distribute(strategy, load)
        points = next(iter(load(start_step=0))) if len(info.shape) == 1 else None
        origin = {"name": info.name, "licence": info.licence, "source": info.source}
        run_directory.record_start(directory, identity, origin, _flags())
        _fit(gan, data, steps - step, directory, checkpoints, points)
        if gan.stop_training:
            print(
                f"\nStopped at step {int(gan.step.numpy())}, and saved. Run the same "
                "command again to go on."
            )
            return 0
        print(
            f"Wrote {directory}: run.json, metrics.csv, curves.png, samples.webp, "
            "samples/, tensorboard/, checkpoints/"
        )
    _export(gan, directory, steps)
    return 0


def _check_steps(directory, step, steps):
    if step > steps:
        raise ValueError(
            f"{directory} holds {step} steps already; --steps={steps} cannot take them "
            "back. Give a larger number, or another --workdir."
        )
    if (steps - step) % FLAGS.steps_per_execution:
        raise ValueError(
            f"From step {step} to {steps} is no multiple of --steps_per_execution="
            f"{FLAGS.steps_per_execution}. Change one of them."
        )
    if step:
        then = "going on from there" if step < steps else "nothing is left to train"
        print(f"{directory} holds {step} of {steps} steps; {then}.")


def _fit(gan, data, steps, directory, checkpoints, points):
    """`fit` under watch. The save comes last: what it holds, the logs hold too."""
    from tfgan_zoo import training

    num = 64 if points is None else 512
    callbacks = [
        training.StopOnSignal(),
        training.FiniteLosses(),
        training.MetricsLog(directory),
        training.SampleGrid(directory, FLAGS.sample_every, num=num, real=points),
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


def _export(gan, directory, step):
    """Exports the generator, unless the newest version there is this very one."""
    from tfgan_zoo.export import model_card, saved_model

    target = Path(FLAGS.export_dir or directory / "export").expanduser()
    card = run_directory.card(directory, step)
    if target.is_dir() and (versions := saved_model.versions(target)):
        newest = target / str(versions[-1])
        there = model_card.read(newest)
        if all(there.get(k) == v for k, v in {**card, "steps": step}.items()):
            print(f"The generator was exported before, to {newest}")
            return
    print(f"Exported the generator to {saved_model.save(gan, target, card=card)}")


def _flags() -> dict:
    """Flags of this script that were given."""
    given = FLAGS.get_flags_for_module(__name__)
    return {flag.name: flag.value for flag in given if flag.present}


def _distribute(strategy, load):
    """Each replica reads its own rows; the other ways start tf.data's tuner."""
    import tensorflow as tf

    return strategy.distribute_datasets_from_function(
        lambda context: load(
            replica=context.input_pipeline_id, replicas=context.num_input_pipelines
        ),
        tf.distribute.InputOptions(
            experimental_fetch_to_device=False,
            experimental_replication_mode=tf.distribute.InputReplicationMode.PER_REPLICA,
        ),
    )


def run():
    """Entry point of `tfgan-train`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
