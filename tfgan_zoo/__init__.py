"""A Keras 3 / TensorFlow zoo of generative adversarial networks.

Every GAN is a `keras.Model` whose training step is its paper's algorithm:

```python
import pipelines, tfgan_zoo as zoo

gan = zoo.recipes.wgan.build(image_shape=(28, 28, 1), seed=0)
data = pipelines.load("mnist_5k", batch_size=64 * gan.discriminator_steps)
gan.fit(data, steps_per_epoch=200, epochs=5, shuffle=False)
```

The rooms (`recipes`, `objectives`, `networks`, `layers`, `losses`, `metrics`,
`sampling`, `divergences`, `training`, `callbacks`, `visualization`, `runs`, `export`,
`experiments`) are imported when first touched, so that a command line answers `--help`
without waiting for TensorFlow. What a notebook needs most stands here too: every
objective, every callback and `load`.
"""

import importlib
import importlib.metadata
import pkgutil

from tfgan_zoo import renamed

_ROOMS = sorted(room.name for room in pkgutil.iter_modules(__path__))
# Their public names stand here too. Looked up in this order: `load` imports no more.
_LIFTED = ("export", "objectives", "training", "callbacks")
_old_name = renamed.attributes(
    __name__, __name__, stacklevel=3, Waiting="InputStallMonitor"
)


def _public(package: dict) -> list[str]:
    """`__all__` of a room: what its `__init__`, whose `globals()` these are, imports.

    So the imports are the one list of its names.
    """
    modules = f"{package['__name__']}."
    return sorted(
        name
        for name, value in package.items()
        if (getattr(value, "__module__", None) or "").startswith(modules)
    )


def __getattr__(name: str):
    if name == "__version__":
        return importlib.metadata.version("tfgan-zoo")
    if name in _ROOMS:
        return importlib.import_module(f"{__name__}.{name}")
    if not name.startswith("_"):
        for room in _LIFTED:
            module = importlib.import_module(f"{__name__}.{room}")
            if name in module.__all__:
                return getattr(module, name)
    return _old_name(name)


def __dir__():
    lifted = (importlib.import_module(f"{__name__}.{room}") for room in _LIFTED)
    return sorted({*globals(), *_ROOMS, *(n for room in lifted for n in room.__all__)})
