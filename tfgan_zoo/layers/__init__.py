"""Layers that papers need and Keras lacks, or has in another form.

Here belongs a Keras layer that stands in a network or in front of one. A function of
a network's outputs is a loss or a penalty; a faster form of a layer is in `kernels`.

```python
import keras
from tfgan_zoo.layers import Maxout, MinibatchDiscrimination

images = keras.Input((8, 8, 1))
x = keras.layers.Flatten()(images)
x = Maxout(240, pieces=5)(x)
x = MinibatchDiscrimination(kernels=50, kernel_dim=5)(x)  # Before the output.
discriminator = keras.Model(images, keras.layers.Dense(1)(x))
```
"""

from tfgan_zoo import _public
from tfgan_zoo.layers.batch_normalization import BatchNormalization
from tfgan_zoo.layers.doubling import DoublingConv2DTranspose
from tfgan_zoo.layers.dropout import Dropout
from tfgan_zoo.layers.example_normalization import ExampleNormalization
from tfgan_zoo.layers.gaussian_noise import GaussianNoise
from tfgan_zoo.layers.half_padded import HalfPaddedConv2DTranspose
from tfgan_zoo.layers.instance_noise import InstanceNoise
from tfgan_zoo.layers.instance_normalization import InstanceNormalization
from tfgan_zoo.layers.layer_normalization import LayerNormalization
from tfgan_zoo.layers.maxout import Maxout
from tfgan_zoo.layers.minibatch_discrimination import MinibatchDiscrimination
from tfgan_zoo.layers.noise import Noise
from tfgan_zoo.layers.one_hot import OneHot
from tfgan_zoo.layers.random_interpolation import RandomInterpolation
from tfgan_zoo.layers.reference_batch import DropReference, ReferenceBatch
from tfgan_zoo.layers.reparametrized import Reparametrized
from tfgan_zoo.layers.scheduled import Scheduled
from tfgan_zoo.layers.spectral_normalization import SpectralNormalization
from tfgan_zoo.layers.virtual_batch_norm import VirtualBatchNorm
from tfgan_zoo.layers.weight_normalization import (
    WeightNormalization,
    initialize_from_data,
)

__all__ = _public(globals())
