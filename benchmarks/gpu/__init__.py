"""Measurements of a GPU, in ten minutes, the most telling first.

Each module of `items` is a measurement: a new one is a new file there, with

* `PLACE`: when it has its turn,
* `SECONDS`: its time limit,
* `rows(size)`: a generator of the rows of its table, each of which is kept at once.
"""
