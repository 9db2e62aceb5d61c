"""Kernels: faster forms of what Keras computes, equal to it by test.

Here belongs what changes how fast a number is computed, and no number. What a layer or
an optimizer means is said where it is used, in `layers` and `recipes`.

```pycon
>>> import keras
>>> from tfgan_zoo import kernels
>>> issubclass(kernels.Adam, keras.optimizers.Adam)  # Its arguments and numbers.
True
```
"""

from tfgan_zoo import _public
from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.kernels.processor import on_processor
from tfgan_zoo.kernels.rmsprop import RMSprop

__all__ = _public(globals())
