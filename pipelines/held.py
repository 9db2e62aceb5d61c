"""Sets in memory: one copy for all the datasets of this process that read it."""

import weakref

from pipelines import stream

_SETS = weakref.WeakValueDictionary()


class Held:
    """Images uint8 [N, H, W, C] and labels [N], in the memory of the host."""

    def __init__(self, images, labels):
        self.images, self.labels = stream.on_host(images, labels)


def once(key, make) -> Held:
    """What is held under a key; made if no dataset holds it now.

    Replicas have a dataset each, and read the same set.

    Args:
        key: hashable; whatever the set depends on.
        make: function that returns the images and labels.
    """
    held = _SETS.get(key)
    if held is None:
        _SETS[key] = held = Held(*make())
    return held
