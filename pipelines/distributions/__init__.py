"""Distributions in the plane, one module each.

A module holds `CLASSES`, the names of the labels, and `sample(n, seed)`, which draws
points float32 [n, 2] and labels int64 [n] as a pure function of the seed, int64 [2].
"""
