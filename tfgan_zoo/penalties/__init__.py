"""Penalties: pure functions that losses add to their terms.

Each is a scalar, minimised; the weight in front of it belongs to the objective.

```pycon
>>> import numpy as np
>>> from tfgan_zoo.penalties import gradient
>>> points = np.ones((4, 1), np.float32)
>>> float(gradient.one_centered(lambda x: 3 * x, points))
4.0
```
"""
