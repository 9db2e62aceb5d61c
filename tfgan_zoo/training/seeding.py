"""Reproducible weights without touching anyone else's random state."""

import contextlib
import random


@contextlib.contextmanager
def seeded(seed: int | None):
    """Fixes what is drawn inside from Python's `random`; None leaves it random.

    Keras's initializers, and the zoo's layers and objectives, take their default seeds
    from there. The state outside is the same after the block as before it.
    """
    if seed is None:
        yield
        return
    state = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(state)
