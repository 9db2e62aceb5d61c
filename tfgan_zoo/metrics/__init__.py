"""Metrics: how good samples are, each one features and a divergence.

Here belongs a number that says how good samples are. How far apart two distributions
are, without images or features, is in `divergences`; when to measure, in `callbacks`.

A metric is a module of this folder with `NAME`, the short name it is asked for by,
`HIGHER_IS_BETTER`, and `score`, which returns a `Score`: values and the protocol that
they hold for. The positional parameters of `score` name what it is fed, of

* `real_images`, `fake_images`: [n, H, W, C], floats in [-1, 1] or uint8;
* `real_features`, `fake_features`: [n, d], of an `Extractor`;
* `real_moments`, `fake_moments`: `Moments` of features, or the features;
* `fake_probabilities`: [n, classes], of the extractor's classifier;
* `real_labels`, `fake_labels`: integers [n];
* `fake_points`, `means`, `deviation`: of a distribution in the plane;

and its options follow by name. A module in this folder is found: nothing names it.

```pycon
>>> import numpy as np
>>> from tfgan_zoo import metrics
>>> real = np.random.default_rng(0).normal(size=(500, 2))
>>> score = metrics.get("prdc").score(real, real[:250] / 10)  # Collapsed to a point.
>>> score["precision"], score["recall"] < 0.1
(1.0, True)
```
"""

import importlib
import inspect
import pkgutil

_EXTRACTED = ("features", "moments", "probabilities")
_MODULES = sorted(module.name for module in pkgutil.iter_modules(__path__))


def available() -> dict[str, object]:
    """The metrics: short name, such as "fid", to module."""
    modules = (importlib.import_module(f"{__name__}.{name}") for name in _MODULES)
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def get(name: str):
    """The metric of a short name.

    Raises:
        ValueError: there is none; the message lists those that are.
    """
    known = available()
    if name not in known:
        raise ValueError(
            f"`name` must be one of {', '.join(sorted(known))}. Received: {name!r}"
        )
    return known[name]


def inputs(name: str) -> tuple[str, ...]:
    """What a metric is fed: the positional parameters of its `score`."""
    parameters = inspect.signature(get(name).score).parameters.values()
    return tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)


def source(fed: str) -> str:
    """What an extractor makes an input of: "real_images" for "real_features".

    What no extractor makes is its own source.
    """
    of, _, what = fed.partition("_")
    return f"{of}_images" if what in _EXTRACTED else fed


def needs_extractor(name: str) -> bool:
    """Whether a metric is fed what an extractor makes of images."""
    return any(source(fed) != fed for fed in inputs(name))


def __getattr__(name: str):
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_MODULES})
