"""Objectives: one class per paper, each a `keras.Model` that trains as its box says.

Here belongs one paper's algorithm, as the answers that the loop asks for. Constants are
in `recipes`, networks in `networks`, formulas of outputs in `losses`.

```python
import keras
import pipelines
from tfgan_zoo.networks import mlp
from tfgan_zoo.objectives import LSGAN

gan = LSGAN(
    mlp.generator((2,), latent_dim=2, width=256),
    mlp.discriminator((2,), width=64, dropout=(0, 0, 0)),
)
gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
gan.fit(pipelines.load("ring", batch_size=100), steps_per_epoch=1000, shuffle=False)
```
"""

from tfgan_zoo import _public
from tfgan_zoo.objectives.feature_matching_gan import FeatureMatchingGAN
from tfgan_zoo.objectives.gan import GAN
from tfgan_zoo.objectives.hinge_gan import HingeGAN
from tfgan_zoo.objectives.lsgan import LSGAN
from tfgan_zoo.objectives.pix2pix import Pix2Pix
from tfgan_zoo.objectives.semi_supervised_gan import SemiSupervisedGAN
from tfgan_zoo.objectives.wgan import WGAN
from tfgan_zoo.objectives.wgan_gp import WGANGP

__all__ = _public(globals())
