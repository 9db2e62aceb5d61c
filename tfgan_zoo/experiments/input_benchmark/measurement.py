"""Measurement of a pipeline alone, and of a step that is fed in several ways."""

import itertools

import numpy as np
import tensorflow as tf

from pipelines import memory
from tfgan_zoo import environment, runs
from tfgan_zoo.experiments import preparation
from tfgan_zoo.experiments.input_benchmark import diagnosis, feeds, numpy_feed, step
from tfgan_zoo.runs import accelerator
from tfgan_zoo.training import device_loop

_PICKED_BYTES = 2**26  # As floats: what NumPy picks from.


def measure(
    config: runs.RunConfig,
    *,
    in_memory: bool | None = None,
    accelerator_ms: float | None = None,
    repeats: int = 5,
    steps: int = 20,
) -> dict:
    """Times a recipe's step and its data.

    Args:
        config: of the recipe, its constants and its data.
        in_memory: hold decoded images; by default up to a quarter of memory.
        accelerator_ms: a pause in the step's place, in ms.
        repeats: rounds of which medians are taken.
        steps: of each feed in a round; without the pause, as many of them are taken at
            once as a run takes on this machine, with it all.

    Returns:
        All numbers, with the diagnosis in words and the environment.

    Raises:
        ValueError: the recipe does not fit the dataset, or cannot be held otherwise.
    """
    recipe, gan, data, minibatch = preparation.untrained(config)
    size = minibatch * gan.discriminator_steps
    options = {} if in_memory is None else {"in_memory": in_memory}
    if data.labels_per_class and options:
        raise ValueError(f"{config.recipe} holds its examples in memory always.")

    def batches(**more):
        strategy = tf.distribute.get_strategy()
        return data.batches(size, 0, strategy, **options, **more)

    if accelerator_ms is None:
        at_once = accelerator.fitted(config, 0, steps).steps_per_execution
        gan.steps_per_execution = at_once
        one_step = device_loop.step_of(gan)
    else:
        at_once, one_step = steps, step.pause(accelerator_ms)
    count = data.info.examples["train"] or size
    pixels = int(np.prod(data.shape))
    picked = data.first(min(count, max(size, _PICKED_BYTES // (4 * pixels))))
    # On the device, where there is one.
    held = tf.nest.map_structure(tf.identity, next(iter(batches())))
    ways = {
        "constant batch (ideal)": itertools.repeat(held),
        "pipeline": iter(batches()),
        "without prefetch": iter(batches(prefetch=0)),
        "NumPy, in Python": iter(numpy_feed.dataset(picked, size)),
    }
    takes = {way: step.fed(one_step, source, at_once) for way, source in ways.items()}
    takes["alone"] = step.drain(iter(batches()))
    measured = feeds.measure(takes, repeats, steps)
    ideal, alone = measured["constant batch (ideal)"], measured.pop("alone")
    summaries = {way: feed.summary(ideal, alone) for way, feed in measured.items()}
    pipeline = summaries["pipeline"]
    profile = data.dataset.profile(
        size, in_memory=in_memory, jitter=recipe.jitter, rounds=repeats
    )
    whole = count * (2 if data.info.pairs else 1)
    return {
        "recipe": config.recipe,
        "dataset": data.name,
        "examples_per_step": size,
        "accelerator_ms": accelerator_ms,
        "rounds": repeats,
        "pipeline_examples_per_second": size / alone.seconds_per_step,
        "step_examples_per_second": size / ideal.seconds_per_step,
        "feeds": summaries,
        "waiting_share": pipeline["waiting_share"],
        "seconds_per_example": profile,
        "verdict": diagnosis.diagnose(
            pipeline["waiting_share"],
            pipeline["ratio_to_ideal"],
            profile,
            data.name,
            memory.belongs_in_memory(whole, (pixels,)),
        ),
        **environment.environment(),
    }


def text(result: dict) -> str:
    """What was measured, as a table of text."""
    what = f"{result['recipe']} on {result['dataset']}"
    if (pause := result["accelerator_ms"]) is not None:
        what = f"a pause of {pause:g} ms, fed from {result['dataset']}"
    lines = [
        f"{what}, {result['examples_per_step']} examples a step\n",
        f"pipeline alone {result['pipeline_examples_per_second']:,.0f} examples/s, "
        f"step alone {result['step_examples_per_second']:,.0f} examples/s\n",
        f"{'fed by':24}{'ms per step':>12}{'of ideal':>10}{'of larger':>11}"
        f"{'waiting':>10}",
    ]
    for name, feed in result["feeds"].items():
        lines.append(
            f"{name:24}{feed['step_ms']:12.2f}{feed['ratio_to_ideal']:10.3f}"
            f"{feed['ratio_to_larger']:11.3f}{feed['waiting_share']:10.1%}"
        )
    lines.append(
        "\nof larger: of the step's time alone or the pipeline's, whichever is"
    )
    lines.append("longer; 1 where each is made while the other is used")
    profile = result["seconds_per_example"]
    parts = ", ".join(
        f"{name} {1e6 * seconds:.1f}" for name, seconds in profile.items()
    )
    lines.append(f"\nmicroseconds per example: {parts}\n\n{result['verdict']}")
    return "\n".join(lines)
