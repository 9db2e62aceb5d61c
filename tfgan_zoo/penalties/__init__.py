"""Penalties: pure functions that losses add to their terms.

Here belongs what is added to a loss and looks at gradients or weights. Its schedule and
its weight are the objective's; a loss of outputs alone is in `losses`.

Each is a scalar, minimised; the weight in front of it belongs to the objective.

```pycon
>>> import numpy as np
>>> from tfgan_zoo.penalties import gradient
>>> points = np.ones((4, 1), np.float32)
>>> float(gradient.one_centered(lambda x: 3 * x, points))
4.0
```
"""
