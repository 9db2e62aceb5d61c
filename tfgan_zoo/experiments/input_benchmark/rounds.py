"""Times of several ways to feed a step, taken in turns."""

import dataclasses
import statistics
import time

SETTLING = 5  # Steps that are not timed.


@dataclasses.dataclass
class Feed:
    """A way to feed the step, and what was measured of it.

    Attributes:
        name: of the way.
        take: function that takes some steps; returns the seconds in which they had no
            batch.
        seconds: of a step, the mean of each round.
        waiting: seconds of a step in which it had no batch, the mean of each round.
    """

    name: str
    take: object
    seconds: list = dataclasses.field(default_factory=list)
    waiting: list = dataclasses.field(default_factory=list)

    def run(self, steps: int):
        """Takes some steps; returns seconds of each, and how much of it was waiting."""
        started = time.perf_counter()
        waited = self.take(steps)
        return (time.perf_counter() - started) / steps, waited / steps

    def seconds_per_step(self) -> float:
        """The median over rounds."""
        return statistics.median(self.seconds)

    def summary(self, ideal: "Feed", alone: "Feed") -> dict:
        """Medians over the rounds, times in milliseconds.

        Args:
            ideal: the step without a pipeline.
            alone: the pipeline without a step.
        """
        return {
            "step_ms": 1e3 * self.seconds_per_step(),
            "ratio_to_ideal": ratio(self, ideal),
            "ratio_to_larger": ratio(self, ideal, alone),
            "waiting_share": waiting_share(self),
            "step_ms_of_rounds": [1e3 * s for s in self.seconds],
        }


def orders(names, rounds: int):
    """The order of each round: what disturbs one disturbs all, nobody is always first.

    Args:
        names: of those that take turns, or they themselves.
        rounds: their number.
    """
    names = list(names)
    for number in range(rounds):
        first = number % len(names)
        yield names[first:] + names[:first]


def measure(feeds: list, rounds: int, steps: int):
    """Takes `steps` of every feed in each round."""
    for order in orders(feeds, rounds):
        for feed in order:
            # Builds graphs, and uses up what was made ahead during others' turns.
            feed.run(SETTLING)
            seconds, waiting = feed.run(steps)
            feed.seconds.append(seconds)
            feed.waiting.append(waiting)


def ratio(feed: Feed, *to: Feed) -> float:
    """How many times as long its steps take as the longest of others'.

    The median over rounds.
    """
    rows = zip(feed.seconds, *(other.seconds for other in to), strict=True)
    return statistics.median(one / max(others) for one, *others in rows)


def waiting_share(feed: Feed) -> float:
    """Share of its steps that is waiting: the median over rounds."""
    pairs = zip(feed.waiting, feed.seconds, strict=True)
    return statistics.median(waiting / seconds for waiting, seconds in pairs)


def alone(batches) -> Feed:
    """The way in which an iterator of batches feeds no step at all."""

    def take(steps):
        for _ in range(steps):
            next(batches)
        return 0.0

    return Feed("alone", take)
