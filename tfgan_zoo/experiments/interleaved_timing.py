"""Interleaved timing: candidates take turns, and are compared round by round.

A machine's speed drifts. What is timed one after the other within seconds drifts
together, so a ratio is taken in each round, and the median of the ratios is quoted.
"""

import statistics
import sys
import time
from collections.abc import Callable, Mapping


class CandidateError(Exception):
    """A candidate could not be built, or did not survive its steps."""


def interleave(
    turns: Mapping[str, Callable[[int], float]],
    rounds: int,
    steps: int,
    errors: dict | None = None,
) -> dict[str, list]:
    """Gives every candidate a turn in each round; nobody is always first.

    Args:
        turns: name to a function of a number of steps that returns a sample, as the
            seconds of one step.
        rounds: counted rounds, after one that warms up.
        steps: of a turn.
        errors: takes name to {"error": message} of those that do not survive a turn;
            the others go on.

    Returns:
        Name to the sample of each round.

    Raises:
        CandidateError: one does not survive, and there are no `errors` to put it in.
    """
    names, samples = list(turns), {name: [] for name in turns}
    for i in range(rounds + 1):
        print(f"round {i} of {rounds}" if i else "warm-up", file=sys.stderr)
        first = max(0, i - 1) % max(1, len(names))
        for name in names[first:] + names[:first]:
            if name not in samples:
                continue
            try:
                samples[name].append(turns[name](steps))
            except CandidateError as error:
                if errors is None:
                    raise
                errors[name] = {"error": str(error)}
                del samples[name]
    return {name: values[1:] for name, values in samples.items()}


def timed(run: Callable[[int], object], clock=time.perf_counter):
    """The turn of a function that runs some steps: it returns the seconds of one."""

    def turn(steps):
        started = clock()
        run(steps)
        return (clock() - started) / steps

    return turn


def steps_of_a_turn(turns: Mapping[str, Callable], seconds: float, unit: int) -> int:
    """The multiple of `unit` that takes the fastest candidate about some seconds."""
    fastest = min(turn(unit) for turn in turns.values())
    return unit * max(1, round(seconds / fastest / unit))


def spread(values) -> dict:
    """Median, least and greatest of some numbers."""
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def ratio(slower, *faster) -> dict:
    """How many times as long the first takes as the longest of the others, by round."""
    rows = zip(slower, *faster, strict=True)
    return spread([one / max(others) for one, *others in rows])
