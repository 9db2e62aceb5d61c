"""A cache of arrays: one copy for all the datasets of this process that read it."""

import weakref

from pipelines import stream

_SETS = weakref.WeakValueDictionary()


class Arrays:
    """Images uint8 [N, H, W, C] and labels [N], in the memory of the host."""

    def __init__(self, images, labels):
        self.images, self.labels = stream.on_host(images, labels)


def get(key, make) -> Arrays:
    """The arrays of a key; made if no dataset holds them now.

    Replicas have a dataset each, and read the same set.

    Args:
        key: hashable; whatever the set depends on.
        make: function that returns the images and labels.
    """
    arrays = _SETS.get(key)
    if arrays is None:
        _SETS[key] = arrays = Arrays(*make())
    return arrays
