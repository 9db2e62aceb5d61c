"""Visualization: grids of samples, films of a training, plots.

Here belongs what makes a picture of arrays or of other pictures. What decides when to
draw, and where the file goes, is in `callbacks`, `runs`, `demo` and `experiments`.

```pycon
>>> import numpy as np
>>> from tfgan_zoo.visualization import image_grid
>>> image_grid.examples(np.zeros((4, 256, 256, 1))).size  # Two rows, a line between.
(513, 513)
```
"""
