"""Cost of the loop itself: several critic steps, and `fit`.

    python -m benchmarks.loop --json=docs/results/benchmark_loop.json

A step of WGAN with five critic steps is timed against its parts, each a graph of its
own: five times an update of the critic and once one of the generator. `fit` is timed
against a loop that calls a `tf.function` of the same training step. All in one process,
in turns.
"""

import os

from benchmarks import report, zoo
from tfgan_zoo.experiments import interleaved_timing as timing

TARGET = 1.05


def main():
    """Times the loop, prints what it costs and writes the samples."""
    options = report.options(__doc__, rounds=11, steps=10)

    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # A call would not wait for a GPU.
    record = report.new_record(
        "benchmarks.loop", rounds=options.rounds, steps=options.steps
    )
    for name, jit_compile in (("plain", False), ("XLA", True)):
        record[name] = {
            "critic_steps": critic_steps(options.rounds, options.steps, jit_compile),
            "fit": fit(options.rounds, options.steps, jit_compile),
        }
        for part, against in (
            ("critic_steps", "its parts"),
            ("fit", "the loop by hand"),
        ):
            ratio = record[name][part]["ratio"]
            met = "met" if ratio["median"] <= TARGET else "MISSED"
            took = f"{part} took {report.times(ratio)} {against}"
            print(f"{name}: {took}; {TARGET}x is {met}")
    report.write(options.json, record)


def critic_steps(count: int, steps: int, jit_compile: bool) -> dict:
    """A step of WGAN against the sum of its parts, in seconds.

    Args:
        count: of rounds.
        steps: of a turn.
        jit_compile: compile everything with XLA.
    """
    import tensorflow as tf

    gan, batch = zoo.small("wgan")
    batch = tf.constant(batch)
    minibatch = batch[:: gan.discriminator_steps]

    def turn(step, example):
        @tf.function(jit_compile=jit_compile, reduce_retracing=True)
        def graph(example):  # Returns nothing, as the training step.
            step(example)

        def run(steps):
            for _ in range(steps):
                graph(example)

        return timing.timed(run)

    turns = {
        "step": turn(gan.train_step, batch),
        "critic": turn(lambda x: gan.train_discriminator(x, 0), minibatch),
        "generator": turn(gan.train_generator, minibatch),
    }
    samples = timing.interleave(turns, count, steps)
    updates = zip(samples["critic"], samples["generator"], strict=True)
    parts = [gan.discriminator_steps * c + g for c, g in updates]
    return {"samples": samples, "ratio": timing.ratio(samples["step"], parts)}


def fit(count: int, steps: int, jit_compile: bool) -> dict:
    """`fit` of DCGAN against a loop over its training step written by hand.

    Args:
        count: of rounds.
        steps: of a turn.
        jit_compile: compile the step with XLA.
    """
    import tensorflow as tf

    gan, batch = zoo.small("dcgan")
    gan.jit_compile = jit_compile
    function = tf.function(gan.train_step, jit_compile=jit_compile)
    data = zoo.endless(batch)

    def by_hand(steps):
        iterator = iter(data)
        for _ in range(steps):
            function(next(iterator))

    ways = {"fit": zoo.fitting(gan, data), "by hand": by_hand}
    turns = {name: timing.timed(run) for name, run in ways.items()}
    samples = timing.interleave(turns, count, steps)
    return {"samples": samples, "ratio": timing.ratio(*samples.values())}


if __name__ == "__main__":
    main()
