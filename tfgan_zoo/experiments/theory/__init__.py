"""The theory, drawn: what is proved about GANs, measured on small distributions.

A topic is one module of `topics`. What it computes with is in `divergences`:

* `NUMBER` and `TITLE`: its place among the others, and what it is about.
* `SECONDS`: what measuring takes, roughly, on two cores; short ones are drawn first.
* `Numbers`: a NamedTuple of arrays and floats, each with its unit.
* `measure(seed=0, ...)`: the `Numbers`, in closed form or from short trainings; the
  other arguments are sizes, such as the number of steps.
* `draw(numbers)`: a matplotlib figure of them.
* `explain(numbers)`: two or three sentences on what the figure shows.

A module in that folder is a topic: nothing else names it. `tfgan-theory` draws them.

```pycon
>>> from tfgan_zoo.experiments import theory
>>> lines = theory.load("parallel_lines").measure()
>>> float(lines.theta[-1]), float(lines.wasserstein[-1])
(1.0, 1.0)
>>> float(lines.jensen_shannon[-1])  # log 2, at any distance but 0.
0.6931471805599453
```
"""

import importlib
import pkgutil

from tfgan_zoo.experiments.theory import topics


def available() -> list[str]:
    """Names of the topics."""
    return sorted(module.name for module in pkgutil.iter_modules(topics.__path__))


def load(name: str):
    """The module of a topic.

    Raises:
        ValueError: there is no such topic.
    """
    if name not in available():
        raise ValueError(f"no topic {name!r}. Known: {', '.join(available())}")
    return importlib.import_module(f"{topics.__name__}.{name}")
