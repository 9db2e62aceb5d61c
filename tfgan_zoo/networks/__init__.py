"""Networks: functions that return functional `keras.Model`s; size is an argument.

Here belongs a paper's architecture as a function of shape and width. Its optimizers,
learning rates and batch size are in `recipes`; its parts are in `layers`.

```pycon
>>> from tfgan_zoo.networks import dcgan
>>> dcgan.generator((28, 28, 1), latent_dim=100, width=16).output_shape
(None, 28, 28, 1)
>>> dcgan.discriminator((28, 28, 1), width=16).output_shape
(None, 1)
```
"""

import importlib
import pkgutil


def __getattr__(name: str):
    if name in {module.name for module in pkgutil.iter_modules(__path__)}:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
