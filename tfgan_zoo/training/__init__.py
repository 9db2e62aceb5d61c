"""Training: the loop that every GAN inherits, and what belongs to a player's step.

Here belongs what changes a training step. What watches it from outside is in
`callbacks`; one paper's algorithm is a subclass in `objectives`.

```python
import keras
from tfgan_zoo.losses import least_squares
from tfgan_zoo.networks import mlp
from tfgan_zoo.training import AdversarialModel


class LeastSquares(AdversarialModel):
    def discriminator_loss(self, real, fake):
        scores = self.discriminate(real), self.discriminate(fake)
        return least_squares.discriminator_loss(*scores)

    def generator_loss(self, real, fake):
        return least_squares.generator_loss(self.discriminate(fake))


generator = mlp.generator((2,), latent_dim=2, width=256)
critic = mlp.discriminator((2,), width=64, dropout=(0, 0, 0))
gan = LeastSquares(generator, critic)
gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
```
"""

from tfgan_zoo import _public, renamed
from tfgan_zoo.training.adversarial_model import AdversarialModel
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.historical_average import HistoricalAverage

__all__ = _public(globals())
__getattr__ = renamed.attributes(
    __name__,
    "tfgan_zoo.callbacks",
    *("Checkpoints", "Evaluation", "FiniteLosses", "MetricsLog", "MetricsRows"),
    *("SampleGrid", "StopOnSignal"),
    Waiting="InputStallMonitor",
)
