"""One run of a comparison: a recipe and a seed, in a process of its own.

    python -m tfgan_zoo.experiments.comparison.run --recipe=wgan --output=DIRECTORY

`tfgan-compare` starts these one after the other. It writes what it measures to
measurements.json, and the losses to metrics.csv. A stopped run goes on.
"""

from absl import flags

from tfgan_zoo import recipes
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import environment
from tfgan_zoo.runs import extractor as extractors
from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string("recipe", None, f"one of: {', '.join(recipes.available())}")
flags.DEFINE_integer("seed", 0, "of weights, noise and order", lower_bound=0)
flags.DEFINE_string("dataset", "digits", "images")
flags.DEFINE_integer("image_size", 16, "height and width in pixels", lower_bound=1)
flags.DEFINE_integer("width", 64, "channels of the shared networks", lower_bound=1)
flags.DEFINE_integer("batch_size", 64, "examples of one minibatch", lower_bound=1)
flags.DEFINE_integer("steps", 2000, "generator steps", lower_bound=1)
flags.DEFINE_integer("samples", 1000, "images of a score", lower_bound=1)
flags.DEFINE_string("split", "train", "of the real images of a score")
flags.DEFINE_integer("labels_per_class", 10, "of few labels", lower_bound=1)
flags.DEFINE_string("extractor", None, "as for tfgan-compare")
flags.DEFINE_string("data_dir", None, "where TFDS keeps prepared datasets")
flags.DEFINE_string("output", None, "the run's directory")

command.required("recipe", recipes.available)
command.required("output")


def main():
    """Trains, measures and saves; returns the exit status."""
    recipe = getattr(recipes, FLAGS.recipe)  # Imports TensorFlow.
    import tensorflow as tf

    from tfgan_zoo import training
    from tfgan_zoo.experiments.comparison import description
    from tfgan_zoo.experiments.comparison.judge import Judge
    from tfgan_zoo.experiments.comparison.schedule import STOPPED
    from tfgan_zoo.experiments.comparison.watch import Watch
    from tfgan_zoo.runs import shared_networks as players
    from tfgan_zoo.runs.data import RunData

    few = recipe.EXAMPLES == "few_labels"
    data = RunData(
        recipe.EXAMPLES,
        FLAGS.dataset,
        image_size=FLAGS.image_size,
        seed=FLAGS.seed,
        labels_per_class=FLAGS.labels_per_class if few else None,
        data_dir=FLAGS.data_dir,
    )
    names = ("recipe", "seed", "dataset", "image_size", "width", "batch_size", "steps")
    identity = {name: getattr(FLAGS, name) for name in names}
    directory = run_directory.open_run(FLAGS.output, identity)
    run_directory.record_start(
        directory, identity, run_directory.origin(data.info), identity
    )

    shape, classes = data.info.shape_at(FLAGS.image_size), len(data.info.classes)
    gan = players.build(recipe, shape, classes, seed=FLAGS.seed, width=FLAGS.width)
    checkpoints = training.Checkpoints(directory / "checkpoints", keep=2)
    step = checkpoints.restore(gan)
    if not step and hasattr(recipe, "prepare"):
        recipe.prepare(gan, data.first(FLAGS.batch_size))
    gan.make_train_function()

    strategy = tf.distribute.get_strategy()
    judge = Judge(
        gan,
        FLAGS.dataset,
        split=FLAGS.split,
        image_size=FLAGS.image_size,
        samples=FLAGS.samples,
        extractor=extractors.find(FLAGS.extractor, FLAGS.dataset),
        minibatches=data.batches(FLAGS.batch_size, 0, strategy),
        data_dir=FLAGS.data_dir,
    )
    judge.draw_real().save(directory / "real.png")
    facts = {
        "players": description.describe(gan),
        "own_networks": players.own_networks(recipe),
        "protocol": judge.protocol,
        "reference": judge.reference(),
        "device": environment.device(),
    }
    every = max(1, FLAGS.steps // 10)
    callbacks = [
        training.StopOnSignal(),
        training.FiniteLosses(),
        training.MetricsLog(directory, every=max(1, FLAGS.steps // 100)),
        Watch(directory, every, FLAGS.steps, judge, checkpoints, facts),
    ]
    gan.fit(
        data.batches(FLAGS.batch_size * gan.discriminator_steps, step, strategy),
        steps_per_epoch=FLAGS.steps - step,
        shuffle=False,
        callbacks=callbacks,
        verbose=0,
    )
    return STOPPED if gan.stop_training else 0


if __name__ == "__main__":
    command.run(__name__, main)
