"""Candidates for tests, which train nothing."""

import sys
import time

from benchmarks.process import Candidate


def build(seconds=0.0, complaint=None, fatal=False) -> Candidate:
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

    return Candidate(run=run, parameters=(3, 4), images=2)
