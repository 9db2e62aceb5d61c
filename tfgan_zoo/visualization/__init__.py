"""Visualization: grids of samples, films of a training, plots.

Here belongs what makes a picture of arrays or of other pictures. What decides when to
draw, and where the file goes, is in `callbacks`, `runs`, `demo` and `experiments`.
"""
