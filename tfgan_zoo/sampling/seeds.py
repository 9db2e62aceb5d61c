"""Seeds of latents and noise."""

import operator
import random


def seed(value: int | None = None) -> int:
    """A seed as it is given, or one drawn from Python's `random`.

    Raises:
        ValueError: it is no whole number of 64 bits.
    """
    if value is None:
        return random.getrandbits(31)
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or not -(2**63) <= number < 2**63:
        raise ValueError(f"`seed` is a whole number of 64 bits. Received: {value!r}")
    return number
