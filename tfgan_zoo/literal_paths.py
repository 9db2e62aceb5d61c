"""Paths for TensorFlow, which takes those of what it restores for patterns.

A folder `seed[1]` it writes to and cannot read again.

```pycon
>>> import os
>>> from tfgan_zoo import literal_paths
>>> with literal_paths.readable("seed[1]") as path:
...     print("[" in path, os.path.basename(os.readlink(path)))
False seed[1]
```
"""

import contextlib
import os
import tempfile

__all__ = ["load_saved_model", "readable"]

_PATTERN = set("*?[\\")


@contextlib.contextmanager
def readable(folder):
    """Gives a path of a folder that TensorFlow reads as it stands, for the context."""
    path = os.path.abspath(folder)
    if not _PATTERN & set(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="tfgan-") as place:
        link = os.path.join(place, "link")
        os.symlink(path, link, target_is_directory=True)
        yield link


def load_saved_model(folder):
    """What `tf.saved_model.load` gives for a folder of any name."""
    import tensorflow as tf

    with readable(folder) as path:
        return tf.saved_model.load(path)
