"""What the loop itself costs: several critic steps, and `fit`.

    python -m benchmarks.loop --json=docs/scores/benchmark_loop.json

A step of WGAN with five critic steps is timed against its parts, each a graph of its
own: five times an update of the critic and once one of the generator. `fit` is timed
against a loop that calls a `tf.function` of the same training step. All in one process,
in turns.
"""

import argparse
import os

from benchmarks import report, rounds, zoo

IMAGE_SHAPE = (28, 28, 1)
PARTS_TARGET = 1.05
FIT_TARGET = 1.05


def main():
    """Times the loop, prints what it costs and writes the samples."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--steps", type=int, default=10, help="of a turn")
    parser.add_argument("--json", help="a file for all samples")
    options = parser.parse_args()

    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # A call would not wait for a GPU.
    record = report.circumstances(
        "benchmarks.loop", rounds=options.rounds, steps=options.steps
    )
    for name, jit_compile in (("plain", False), ("XLA", True)):
        record[name] = result = {
            "critic_steps": critic_steps(options.rounds, options.steps, jit_compile),
            "fit": fit(options.rounds, options.steps, jit_compile),
        }
        print(f"{name}: {_verdict('critic_steps', result, PARTS_TARGET)}")
        print(f"{name}: {_verdict('fit', result, FIT_TARGET)}")
    report.write(options.json, record)


def critic_steps(count: int, steps: int, jit_compile: bool) -> dict:
    """A step of WGAN against the sum of its parts, in seconds.

    Args:
        count: of rounds.
        steps: of a turn.
        jit_compile: compile everything with XLA.
    """
    import tensorflow as tf

    gan, batch = _model("wgan")
    batch = tf.constant(batch)
    minibatch = batch[:: gan.discriminator_steps]

    def turn(function, *arguments):
        function = tf.function(function, jit_compile=jit_compile, reduce_retracing=True)

        def run(steps):
            for _ in range(steps):
                function(*arguments)

        return rounds.timed(run)

    samples = rounds.interleave(
        {
            "step": turn(lambda x: _nothing(gan.train_step(x)), batch),
            "critic": turn(
                lambda x: _nothing(gan.train_discriminator(x, 0)), minibatch
            ),
            "generator": turn(lambda x: _nothing(gan.train_generator(x)), minibatch),
        },
        count,
        steps,
    )
    parts = [
        gan.discriminator_steps * critic + generator
        for critic, generator in zip(
            samples["critic"], samples["generator"], strict=True
        )
    ]
    return {"samples": samples, "ratio": rounds.ratio(samples["step"], parts)}


def fit(count: int, steps: int, jit_compile: bool) -> dict:
    """`fit` of DCGAN against a loop over its training step written by hand.

    Args:
        count: of rounds.
        steps: of a turn.
        jit_compile: compile the step with XLA.
    """
    import tensorflow as tf

    gan, batch = _model("dcgan")
    gan.jit_compile = jit_compile
    function = tf.function(gan.train_step, jit_compile=jit_compile)

    def run(steps):
        iterator = iter(zoo.endless(batch))
        for _ in range(steps):
            function(next(iterator))

    turns = {"fit": rounds.timed(zoo.fitting(gan, batch)), "by hand": rounds.timed(run)}
    samples = rounds.interleave(turns, count, steps)
    ratio = rounds.ratio(samples["fit"], samples["by hand"])
    return {"samples": samples, "ratio": ratio}


def _model(recipe):
    """A recipe at 28x28 pixels with minibatches of 64, and its constant batch."""
    from tfgan_zoo import recipes
    from tfgan_zoo.examples import Images

    gan = getattr(recipes, recipe).build(IMAGE_SHAPE, seed=0)
    size = 64 * gan.discriminator_steps
    return gan, Images.random(IMAGE_SHAPE, size)


def _nothing(_):
    """A graph that returns nothing, as the training step."""


def _verdict(name, result, target):
    ratio = result[name]["ratio"]
    against = {"critic_steps": "its parts", "fit": "the loop by hand"}[name]
    met = "met" if ratio["median"] <= target else "MISSED"
    return f"{name} took {report.times(ratio)} {against}; {target}x is {met}"


if __name__ == "__main__":
    main()
