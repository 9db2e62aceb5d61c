"""Training: the loop that every GAN inherits, and what belongs to a player's step.

Here belongs what changes a training step. What watches it from outside is in
`callbacks`; one paper's algorithm is a subclass in `objectives`.
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
    *("SampleGrid", "StopOnSignal", "Waiting"),
)
