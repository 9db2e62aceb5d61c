"""Ways of training a model, timed in turns in one process."""

import itertools
import time
from collections.abc import Callable

from tfgan_zoo.experiments import interleaved_timing as timing


def constant_batch(batch):
    """An iterator of one batch that is on the device already."""
    import tensorflow as tf

    return itertools.repeat(tf.nest.map_structure(tf.constant, batch))


def training(gan, iterator) -> Callable[[int], None]:
    """A function that trains for some steps as `fit` does, without its callbacks."""
    gan.make_train_function()

    def run(steps):
        for _ in range(steps // gan.steps_per_execution):
            losses = gan.train_function(iterator)
            [float(loss) for loss in losses.values()]  # `fit` reads them, too.

    return run


def compare(ways: dict, size, **labels):
    """Rows of what each way takes, in milliseconds a step.

    Args:
        ways: name to a function that builds it and returns another, which runs a number
            of steps that `size.at_once` divides.
        size: `sizes.Size`.
        **labels: of all rows.
    """
    runs, first, errors = {}, {}, {}
    for name, build in ways.items():
        started = time.perf_counter()
        try:
            run = build()
            run(size.at_once)
        except Exception as error:  # The others go on.
            said = str(error).strip().split("\n")[0][:200]
            errors[name] = f"{type(error).__name__}: {said}"
            continue
        first[name] = time.perf_counter() - started
        runs[name] = timing.timed(run)
    samples = {}
    if runs:
        steps = timing.steps_of_a_turn(runs, size.seconds, size.at_once)
        samples = timing.interleave(runs, size.rounds, steps)
    for name in ways:
        ms = [1e3 * seconds for seconds in samples.get(name, ())]
        spread = timing.spread(ms) if ms else {}
        yield {
            **labels,
            "way": name,
            "ms a step": spread.get("median"),
            "least": spread.get("min"),
            "greatest": spread.get("max"),
            "first call, s": first.get(name),
            "error": errors.get(name),
            "ms of rounds": ms,
        }
