"""Commands that install the optional dependencies, the extras of the package.

```pycon
>>> from tfgan_zoo import extras
>>> extras.command("demo").startswith("pip install ")
True
```
"""

import importlib.metadata
import shlex

from packaging.requirements import Requirement

__all__ = ["command"]


def command(extra: str) -> str:
    """A command that works wherever this installation came from.

    It names the packages, which the package itself says: an index may not hold it.

    Args:
        extra: its name in setup.py.
    """
    try:
        asked = [*map(Requirement, importlib.metadata.requires("tfgan-zoo"))]
    except importlib.metadata.PackageNotFoundError:  # A checkout on PYTHONPATH.
        return f"pip install '.[{extra}]' in the checkout"
    needed = [
        str(one).partition(";")[0]
        for one in asked
        if one.marker and one.marker.evaluate({"extra": extra})
    ]
    return shlex.join(["pip", "install", *needed])
