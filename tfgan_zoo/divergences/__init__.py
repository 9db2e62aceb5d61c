"""Divergences: how far apart two distributions are, from densities or samples.

Here belongs mathematics on arrays, with a closed form to test it by. What knows of
images, extractors or protocols is in `metrics`; what is differentiated is a loss.

Pure functions of NumPy arrays, in float64. What has a logarithm is in nats; what is a
distance is in the units of the points. Discrete distributions are probabilities [n],
samples points [n, d], or [n] on the line.

```pycon
>>> from tfgan_zoo import divergences
>>> divergences.jensen_shannon([1, 0], [0, 1])  # log 2: they share no outcome.
0.6931471805599453
>>> divergences.wasserstein_1d([0, 1], [5, 6])
5.0
```
"""

from tfgan_zoo import _public
from tfgan_zoo.divergences.f_divergences import (
    jensen_shannon,
    kullback_leibler,
    pearson,
    total_variation,
)
from tfgan_zoo.divergences.gaussian_wasserstein import (
    gaussian_wasserstein,
    gaussian_wasserstein_of_samples,
)
from tfgan_zoo.divergences.histograms import histograms
from tfgan_zoo.divergences.mmd import gaussian_kernel, polynomial_kernel, squared_mmd
from tfgan_zoo.divergences.points import as_points, pair_of_points
from tfgan_zoo.divergences.sinkhorn import sinkhorn
from tfgan_zoo.divergences.wasserstein import sliced_wasserstein, wasserstein_1d

__all__ = _public(globals())
