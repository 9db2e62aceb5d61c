"""What takes part in a benchmark: something that trains when it is told to."""

import dataclasses
from collections.abc import Callable


class ContenderError(Exception):
    """A contender could not be built, or did not survive its steps."""


@dataclasses.dataclass(frozen=True)
class Contender:
    """One way of training two players, on a constant batch in memory.

    Args:
        run: trains for that many steps, and returns when they are done.
        parameters: trainable parameters of the generator and of the discriminator.
        images: examples of one batch, all minibatches of a step together.
        unit: the number of steps that `run` cannot divide.
    """

    run: Callable[[int], None]
    parameters: tuple[int, int]
    images: int
    unit: int = 1
