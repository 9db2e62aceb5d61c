"""Recipes: a paper's setting in one module each.

A recipe names the objective, the networks for a shape of image, the optimizers with
the paper's constants, and the defaults of a run:

* `build(image_shape, num_classes=None, seed=None, *, networks=None, width=None)`: the
  compiled model. `networks` is a (generator, discriminator) pair to use instead of the
  paper's; `width` scales their channels; `seed` fixes weights and noise.
* `DATASET`, `IMAGE_SIZE`, `BATCH_SIZE` (one minibatch), `STEPS` (of the generator):
  what a run takes unless told otherwise.
* `EXAMPLES`: "images", "labelled", "pairs", "few_labels" or "points", what the
  objective is fed.
* `prepare(gan, batch)`, where a paper asks for it: what is done with the first batch
  before the first step.
* `OWN_NETWORKS`, where the science is in the networks: why, in words. A comparison of
  objectives on the same networks leaves such a recipe its own.

```pycon
>>> from tfgan_zoo import recipes
>>> gan = recipes.wgan.build((32, 32, 1), seed=0, width=16)
>>> gan.clip, gan.discriminator_steps
(0.01, 5)
```

To change the science, copy a recipe. A module in this folder is a recipe: nothing else
names it.
"""

import importlib
import pkgutil


def available() -> list[str]:
    """Names of the recipes."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def __getattr__(name: str):
    if name in available():
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *available()})
