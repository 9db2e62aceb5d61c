"""Callbacks for `fit`; they count generator steps, across epochs and restarts.

```python
import pipelines, tfgan_zoo as zoo

gan = zoo.recipes.gan.build((2,), seed=0)
data = pipelines.load("ring", batch_size=100, seed=0)
watch = [zoo.MetricsLog("runs/ring"), zoo.SampleGrid("runs/ring", every=500, num=512)]
gan.fit(data, steps_per_epoch=1000, shuffle=False, callbacks=watch)
```

Here belongs what watches a training, saves it or stops it. What changes a step is in
`training`; how a picture is drawn, in `visualization`.
"""

from tfgan_zoo import _public, renamed
from tfgan_zoo.callbacks.checkpoints import Checkpoints
from tfgan_zoo.callbacks.evaluation import Evaluation
from tfgan_zoo.callbacks.finite_losses import FiniteLosses
from tfgan_zoo.callbacks.input_stall_monitor import InputStallMonitor
from tfgan_zoo.callbacks.metrics_log import MetricsLog, MetricsRows
from tfgan_zoo.callbacks.mode_collapse_monitor import ModeCollapseMonitor
from tfgan_zoo.callbacks.sample_grid import SampleGrid
from tfgan_zoo.callbacks.stop_on_signal import StopOnSignal

__all__ = _public(globals())
__getattr__ = renamed.attributes(__name__, __name__, Waiting="InputStallMonitor")
