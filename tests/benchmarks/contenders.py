"""Contenders for tests, which train nothing."""

import sys
import time

from benchmarks.process import Contender


def build(seconds=0.0, complaint=None, fatal=False) -> Contender:
    """One whose steps take some seconds, which cannot be built, or which dies."""
    if complaint:
        raise ValueError(complaint)
    print("what a library says")
    steps = []

    def run(count):
        steps.append(count)
        if fatal and len(steps) > 1:
            sys.exit(3)
        time.sleep(count * seconds)

    return Contender(run=run, parameters=(3, 4), images=2)
