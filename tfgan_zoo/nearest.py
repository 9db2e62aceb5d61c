"""Suggestions for a name that is not known.

```pycon
>>> from tfgan_zoo.nearest import nearest
>>> nearest("dcgan", ["cdcgan_mnist_5k", "dcgan_mnist_5k"])
" Did you mean 'dcgan_mnist_5k'?"
```
"""

import difflib

__all__ = ["nearest"]


def nearest(name: str, known) -> str:
    """A question for the known name that another is meant to be.

    It is one that begins with the other, or is spelled much like it, or contains it.

    Args:
        name: that is not known.
        known: names.

    Returns:
        " Did you mean 'NAME'?", or "" where none is near.
    """
    name = name.lower()
    close = [
        *sorted((one for one in known if name and one.startswith(name)), key=len),
        *difflib.get_close_matches(name, known, n=1),
        *sorted((one for one in known if len(name) > 2 and name in one), key=len),
    ]
    return f" Did you mean {close[0]!r}?" if close else ""
