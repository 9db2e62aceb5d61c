"""Timings that can be compared: taken in turns, and compared within a round.

A machine's speed drifts. What is timed one after the other within seconds drifts
together, so a ratio is taken in each round, and the median of the ratios is quoted.
"""

import statistics
import sys
import time
from collections.abc import Callable, Mapping

from tfgan_zoo.experiments.input_benchmark.rounds import orders


class ContenderError(Exception):
    """A contender could not be built, or did not survive its steps."""


def interleave(
    turns: Mapping[str, Callable[[int], float]],
    rounds: int,
    steps: int,
    errors: dict | None = None,
):
    """Gives everyone a turn in each round; nobody is always first.

    Args:
        turns: name to a function of a number of steps that returns the seconds of one.
        rounds: counted rounds, after one that is not.
        steps: of a turn.
        errors: takes name to {"error": message} of those that do not survive a turn;
            the others go on.

    Returns:
        Name to the seconds of one step in each round.

    Raises:
        ContenderError: one does not survive, and there are no `errors` to put it in.
    """
    samples = {name: [] for name in turns}
    for i, order in enumerate([turns, *orders(turns, rounds)]):
        print(f"round {i} of {rounds}", file=sys.stderr)
        for name in [name for name in order if name in samples]:
            try:
                samples[name].append(turns[name](steps))
            except ContenderError as error:
                if errors is None:
                    raise
                errors[name] = {"error": str(error)}
                del samples[name]
    return {name: seconds[1:] for name, seconds in samples.items()}


def timed(run: Callable[[int], None]) -> Callable[[int], float]:
    """A turn of a function in this process that runs some steps."""

    def turn(steps):
        start = time.perf_counter()
        run(steps)
        return (time.perf_counter() - start) / steps

    return turn


def spread(values) -> dict:
    """Median, least and greatest of some numbers."""
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def ratio(slower, faster) -> dict:
    """How many times as long the first takes as the second, round by round."""
    return spread([a / b for a, b in zip(slower, faster, strict=True)])


def fastest(samples: Mapping[str, list], names) -> str | None:
    """Who of some has the least median; None if none of them was timed."""
    medians = {
        name: statistics.median(samples[name]) for name in names if name in samples
    }
    return min(medians, key=medians.get, default=None)
