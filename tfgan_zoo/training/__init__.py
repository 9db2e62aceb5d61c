"""Training: the loop, and what watches it.

```python
import pipelines, tfgan_zoo as zoo

gan = zoo.recipes.gan.build((2,), seed=0)
data = pipelines.load("ring", batch_size=100, seed=0)
watch = [zoo.MetricsLog("runs/ring"), zoo.SampleGrid("runs/ring", every=500, num=512)]
gan.fit(data, steps_per_epoch=1000, shuffle=False, callbacks=watch)
```
"""

from tfgan_zoo import _public
from tfgan_zoo.training.adversarial_model import AdversarialModel
from tfgan_zoo.training.callbacks.checkpoints import Checkpoints
from tfgan_zoo.training.callbacks.evaluation import Evaluation
from tfgan_zoo.training.callbacks.finite_losses import FiniteLosses
from tfgan_zoo.training.callbacks.metrics_log import MetricsLog, MetricsRows
from tfgan_zoo.training.callbacks.sample_grid import SampleGrid
from tfgan_zoo.training.callbacks.stop_on_signal import StopOnSignal
from tfgan_zoo.training.callbacks.waiting import Waiting
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.historical_average import HistoricalAverage

__all__ = _public(globals())
