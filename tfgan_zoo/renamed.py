"""Old names of what has moved or is called otherwise, kept for one version.

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


def attributes(old: str, new: str, *names: str, stacklevel: int = 2, **others: str):
    """The `__getattr__` of a module some of whose public names stand elsewhere now.

    Args:
        old: name of the module.
        new: name of the one that they are in.
        *names: that have moved as they are.
        stacklevel: of the warning; 2 is who asks the returned function for the name.
        **others: old names to new ones.

    Returns:
        A function of a name, which warns, or raises `AttributeError` of other names.
    """
    now = {**{name: name for name in names}, **others}

    def moved(name: str):
        if name not in now:
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        said = f"`{old}.{name}` is `{new}.{now[name]}` now; the old name goes with 0.3."
        warnings.warn(said, DeprecationWarning, stacklevel=stacklevel)
        return getattr(importlib.import_module(new), now[name])

    return moved
