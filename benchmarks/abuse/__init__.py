"""Robustness against abuse: each part is a module of this package, found by its file.

A part has `run(options) -> dict`, its record. `faults` in it lists in words what did
not hold; the other values are counts and MiB.
"""
