"""Sampling: what latents are drawn from, and how a trained network is called.

Here belongs what is needed to draw from a trained network, and no more. How it was
trained is in `training`; how it is saved and loaded, in `export`.

```pycon
>>> from tfgan_zoo import sampling
>>> sampling.Uniform().sample((2, 100), seed=(0, 0)).shape
TensorShape([2, 100])
```
"""

from tfgan_zoo import _public
from tfgan_zoo.sampling.labels import LIKE_REAL, labels_like
from tfgan_zoo.sampling.priors import (
    Normal,
    Prior,
    Truncated,
    Uniform,
    chosen,
    from_card,
    named,
)
from tfgan_zoo.sampling.products import Classifier, Sampler, Translator
from tfgan_zoo.sampling.seeds import seed

__all__ = _public(globals())
