"""Feeds of a step, timed in turns: its time, and the share that it waits for data."""

import statistics
import time
from typing import NamedTuple

from tfgan_zoo.experiments.interleaved_timing import interleave, ratio

SETTLING = 5  # Steps that are not timed.


class Feed(NamedTuple):
    """The time of a step that is fed in one way, of each round.

    Attributes:
        seconds: mean of the round's steps.
        waiting: mean of those seconds in which a step had no batch.
    """

    seconds: list[float]
    waiting: list[float]

    @property
    def seconds_per_step(self) -> float:
        """The median over rounds."""
        return statistics.median(self.seconds)

    @property
    def waiting_share(self) -> float:
        """Share of a step that is waiting: the median over rounds."""
        pairs = zip(self.waiting, self.seconds, strict=True)
        return statistics.median(waiting / seconds for waiting, seconds in pairs)

    def summary(self, ideal: "Feed", alone: "Feed") -> dict:
        """Medians over the rounds, times in milliseconds.

        Args:
            ideal: the step without a pipeline.
            alone: the pipeline without a step.
        """
        larger = ratio(self.seconds, ideal.seconds, alone.seconds)
        return {
            "step_ms": 1e3 * self.seconds_per_step,
            "ratio_to_ideal": ratio(self.seconds, ideal.seconds)["median"],
            "ratio_to_larger": larger["median"],
            "waiting_share": self.waiting_share,
            "step_ms_of_rounds": [1e3 * s for s in self.seconds],
        }


def measure(ways: dict, rounds: int, steps: int) -> dict[str, Feed]:
    """Times several ways to feed a step.

    Args:
        ways: name to a function that takes some steps and returns the seconds in which
            they had no batch.
        rounds: in each of which every way has its turn.
        steps: of a turn.
    """
    turns = {name: _turn(take) for name, take in ways.items()}
    samples = interleave(turns, rounds, steps)
    return {
        name: Feed(*map(list, zip(*pairs, strict=True)))
        for name, pairs in samples.items()
    }


def _turn(take):
    """A function of a number of steps: seconds of each, and how much was waiting."""

    def turn(steps):
        # Builds graphs, and uses up what was made ahead during others' turns.
        take(SETTLING)
        started = time.perf_counter()
        waited = take(steps)
        return (time.perf_counter() - started) / steps, waited / steps

    return turn
