"""Measures whether a training step is kept waiting for its data.

    tfgan-pipeline-bench --recipe=dcgan --dataset=digits

It times the pipeline alone, and the step in turns: on one constant batch (the ideal),
with the pipeline, without prefetching, and with batches made in Python by NumPy. It
says where the pipeline's time goes, whether the step is starved, and what to change.

With --accelerator_ms=20, a pause of that length takes the place of the step. As a GPU
does, it leaves the processor free, and is given a batch while it works on another: on a
processor that is busy with the step itself, there is nothing that reading could hide
behind.
"""

import itertools
import json
import shlex
import sys
from pathlib import Path

from absl import flags

from tfgan_zoo import recipes
from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string("recipe", "dcgan", f"one of: {', '.join(recipes.available())}")
flags.DEFINE_string("dataset", None, "the recipe's own by default")
flags.DEFINE_integer("image_size", None, "height and width in pixels", lower_bound=1)
flags.DEFINE_integer("width", None, "channels of the networks", lower_bound=1)
flags.DEFINE_integer("batch_size", None, "examples of one minibatch", lower_bound=1)
flags.DEFINE_boolean(
    "in_memory", None, "hold decoded images; by default up to 1 GiB of them"
)
flags.DEFINE_string("data_dir", None, "where TFDS keeps prepared datasets")
flags.DEFINE_float(
    "accelerator_ms", None, "a pause in the step's place, in ms", lower_bound=0
)
flags.DEFINE_integer("rounds", 5, "of which medians are taken", lower_bound=1)
flags.DEFINE_integer("steps", 20, "of each feed in a round", lower_bound=1)
flags.DEFINE_string("output", None, "JSON file for all numbers")

command.required("recipe", recipes.available)

_IDEAL = "constant batch (ideal)"
_PICKED_BYTES = 2**26  # As floats: what NumPy picks from.


def main():
    """Measures and prints; returns the exit status."""
    target = Path(FLAGS.output).expanduser() if FLAGS.output else None
    if target and target.exists():
        raise FileExistsError(f"{target} exists already; name another --output.")
    result = _measure(getattr(recipes, FLAGS.recipe))
    _print(result)
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        print(f"Wrote {target}")
    return 0


def _measure(recipe) -> dict:
    import numpy as np
    import tensorflow as tf

    import pipelines
    from pipelines import images
    from tfgan_zoo.experiments.input_benchmark import numpy_feed, rounds, step, verdict
    from tfgan_zoo.runs import directory as run_directory
    from tfgan_zoo.runs import environment
    from tfgan_zoo.runs.data import RunData

    data = RunData.for_recipe(
        recipe,
        FLAGS.dataset,
        image_size=FLAGS.image_size,
        seed=0,
        data_dir=FLAGS.data_dir,
    )
    minibatch = FLAGS.batch_size or recipe.BATCH_SIZE
    gan = run_directory.build(
        {
            "recipe": FLAGS.recipe,
            "shape": data.shape,
            "classes": len(data.info.classes),
            "width": FLAGS.width,
            "seed": 0,
            "mixed_precision": "none",
        }
    )
    if hasattr(recipe, "prepare"):
        recipe.prepare(gan, data.first(minibatch))
    size = minibatch * gan.discriminator_steps
    options = {} if FLAGS.in_memory is None else {"in_memory": FLAGS.in_memory}
    if data.labels_per_class and options:
        raise ValueError(f"{FLAGS.recipe} holds its examples in memory always.")

    def batches(**more):
        strategy = tf.distribute.get_strategy()
        return data.batches(size, 0, strategy, **options, **more)

    one_step = (
        step.ModelStep(gan)
        if FLAGS.accelerator_ms is None
        else step.Pause(FLAGS.accelerator_ms)
    )
    alone = rounds.rate(iter(batches()), size, FLAGS.rounds, FLAGS.steps)
    count = data.info.examples["train"] or size
    pixels = int(np.prod(data.shape))
    picked = data.first(min(count, max(size, _PICKED_BYTES // (4 * pixels))))
    # On the device, where there is one.
    held = tf.nest.map_structure(tf.identity, next(iter(batches())))
    by_numpy = numpy_feed.of_examples(picked, size)
    ways = {
        _IDEAL: step.fed_by_hand(one_step, itertools.repeat(held)),
        "pipeline": step.fed_by_dataset(one_step, batches()),
        "without prefetch": step.fed_by_dataset(one_step, batches(prefetch=0)),
        "NumPy, in Python": step.fed_by_hand(one_step, by_numpy),
    }
    feeds = [rounds.Feed(way, take) for way, take in ways.items()]
    rounds.measure(feeds, FLAGS.rounds, FLAGS.steps)
    ideal, pipeline = feeds[:2]
    costs = pipelines.costs(
        data.name,
        batch_size=size,
        image_size=data.image_size,
        in_memory=FLAGS.in_memory,
        jitter=recipe.EXAMPLES == "pairs",
        data_dir=FLAGS.data_dir,
        rounds=FLAGS.rounds,
    )
    waiting, ratio = rounds.waiting_share(pipeline), rounds.ratio(pipeline, ideal)
    whole = count * (2 if data.info.pairs else 1)
    return {
        "command": shlex.join(["tfgan-pipeline-bench", *sys.argv[1:]]),
        "recipe": FLAGS.recipe,
        "dataset": data.name,
        "examples_per_step": size,
        "accelerator_ms": FLAGS.accelerator_ms,
        "rounds": FLAGS.rounds,
        "pipeline_examples_per_second": alone,
        "step_examples_per_second": size / ideal.seconds_per_step(),
        "feeds": {feed.name: feed.summary(ideal) for feed in feeds},
        "waiting_share": waiting,
        "seconds_per_example": costs,
        "verdict": verdict.of(
            waiting, ratio, costs, data.name, images.belongs_in_memory(whole, (pixels,))
        ),
        **environment.environment(),
    }


def _print(result):
    what = (
        f"{result['recipe']} on {result['dataset']}"
        if result["accelerator_ms"] is None
        else f"a pause of {result['accelerator_ms']:g} ms, fed from {result['dataset']}"
    )
    print(f"{what}, {result['examples_per_step']} examples a step\n")
    print(
        f"pipeline alone {result['pipeline_examples_per_second']:,.0f} examples/s, "
        f"step alone {result['step_examples_per_second']:,.0f} examples/s\n"
    )
    print(f"{'fed by':24}{'ms per step':>12}{'of ideal':>10}{'waiting':>10}")
    for name, feed in result["feeds"].items():
        print(
            f"{name:24}{feed['step_ms']:12.2f}{feed['ratio_to_ideal']:10.3f}"
            f"{feed['waiting_share']:10.1%}"
        )
    costs = result["seconds_per_example"]
    parts = ", ".join(f"{name} {1e6 * cost:.1f}" for name, cost in costs.items())
    print(f"\nmicroseconds per example: {parts}\n\n{result['verdict']}")


def run():
    """Entry point of `tfgan-pipeline-bench`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
