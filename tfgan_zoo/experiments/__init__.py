"""Experiments: recipes compared, parts left out, inputs timed, the theory drawn.

Here belongs a question that takes several runs or timings, and the page that answers
it. One run is in `runs`; one number about samples is in `metrics`.
"""
