"""Recipes: a paper's setting in one function each.

Here belongs one paper's setting: networks, objective, optimizers and constants. A new
algorithm is in `objectives`; where a run lies and how long it takes is in `runs`.

The keyword arguments of the function are the paper's constants; the decorator
`recipe` adds what every run needs, and `build`:

```pycon
>>> from tfgan_zoo import recipes
>>> gan = recipes.wgan.build((32, 32, 1), seed=0, width=16, clip=0.02)
>>> gan.clip, gan.discriminator_steps
(0.02, 5)
>>> recipes.wgan.batch_size, recipes.wgan.constants["clip"].default
(64, 0.01)
```

To change the science, copy a recipe: `tfgan-train --recipe=wgan --print_recipe` prints
the file, and `tfgan-train --recipe=path/to/mine.py` runs it. A module in this folder is
a recipe: nothing else names it.
"""

import importlib
import importlib.util
import pkgutil
import sys
from pathlib import Path

from tfgan_zoo.nearest import nearest
from tfgan_zoo.recipes._constants import Constant
from tfgan_zoo.recipes._recipe import Recipe, recipe
from tfgan_zoo.recipes._setting import Setting

__all__ = ["Constant", "Recipe", "Setting", "available", "from_file", "get", "recipe"]


def available() -> list[str]:
    """Names of the recipes."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted(name for name in names if not name.startswith("_"))


def get(name: str) -> Recipe:
    """The recipe of a name.

    Raises:
        ValueError: there is none; the message lists those that there are.
    """
    if name not in available():
        raise unknown(name)
    found = _only(importlib.import_module(f"{__name__}.{name}"))
    # The import has put the module here; what users want is its recipe.
    globals()[name] = found
    return found


def from_file(path: str | Path) -> Recipe:
    """The recipe in a file of your own, which is run as any Python file is.

    Raises:
        ValueError: there is no such file, it cannot be imported, or does not hold one
            recipe.
    """
    path = Path(path).expanduser()
    if not path.is_file() or path.suffix != ".py":
        raise ValueError(f"There is no Python file {path} to read a recipe from.")
    spec = importlib.util.spec_from_file_location(f"recipe_{path.stem}", path)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # Whatever the code of a user raises.
        raise ValueError(
            f"The recipe {path} cannot be imported: {type(error).__name__}: {error}"
        ) from error
    return _only(module)


def unknown(name: str) -> ValueError:
    """The error for a name that no recipe has."""
    known = available()
    return ValueError(
        f"Unknown recipe {name!r}.{nearest(name, known)} Known: {', '.join(known)}."
    )


def _only(module) -> Recipe:
    """The one recipe that a module defines."""
    known = [value for value in vars(module).values() if isinstance(value, Recipe)]
    own = [value for value in known if value.module == module.__name__]
    if len(own) != 1:
        names = ", ".join(value.name for value in own) or "none"
        raise ValueError(
            f"{module.__file__} is to hold one function decorated with "
            f"`tfgan_zoo.recipes.recipe`. Found: {names}."
        )
    return own[0]


def __getattr__(name: str):
    if not name.startswith("_") and name in available():
        return get(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *available()})
