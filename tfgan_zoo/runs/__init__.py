"""Runs: a recipe, its data and a directory that training can go on from.

Here belongs what a run is: its configuration, data, directory and way from start to
end. What happens in a step is in `training`; several runs beside each other are in
`experiments`.

```python
from tfgan_zoo.runs import RunConfig, train

config = RunConfig("gan", dataset="ring", steps=2, constants={"width": 16})
gan = train(config, "runs/ring")
```

The same as a process: `python -m tfgan_zoo.runs CONFIG.json`, a file with the fields of
`RunConfig` and "directory"; and as a command line: `tfgan-train`.
"""

from typing import TYPE_CHECKING

from tfgan_zoo.runs.config import RunConfig

if TYPE_CHECKING:
    from tfgan_zoo.runs.driver import train

__all__ = ["RunConfig", "train"]


def __getattr__(name: str):
    if name == "train":  # Imports TensorFlow.
        from tfgan_zoo.runs.driver import train

        return train
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
