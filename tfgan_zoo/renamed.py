"""Names that have moved to another module, kept for one version.

```pycon
>>> from tfgan_zoo import renamed
>>> find = renamed.attributes("old", "math", "pi")  # `old.__getattr__ = find`
>>> find("e")
Traceback (most recent call last):
AttributeError: module 'old' has no attribute 'e'
```
"""

import importlib
import warnings

__all__ = ["attributes"]


def attributes(old: str, new: str, *names: str):
    """The `__getattr__` of a module of which some public names are another's now.

    Args:
        old: name of the module.
        new: name of the other one.
        *names: that have moved.

    Returns:
        A function of a name, which warns, or raises `AttributeError` of other names.
    """

    def moved(name: str):
        if name not in names:
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        said = f"`{old}.{name}` is `{new}.{name}` now; the old name goes with 0.3."
        warnings.warn(said, DeprecationWarning, stacklevel=2)
        return getattr(importlib.import_module(new), name)

    return moved
