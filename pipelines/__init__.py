"""Data for generative adversarial networks: every dataset by its name.

```python
import pipelines

pipelines.available()  # names of datasets
data = pipelines.Dataset("digits", image_size=32)
data.info                               # shape, classes, examples, licence
data.batches(64, seed=0)                # images uint8 [64, 32, 32, 1]
data.arrays("test", 36)                 # the first 36, as one NumPy array
data.few_labels(10, seed=0)             # ten of each class, and their labels
data.partly_labelled(64, labels_per_class=10)  # ((images, labels), images)
data.profile(64)                        # where the time of the pipeline goes
pipelines.Dataset("photo_edges").batches(1, jitter=True)  # (sources, targets)
pipelines.prepare("textures", "textures_32", image_size=32)  # read fast from then on
```

`load`, `examples`, `semi_supervised`, `few_labels` and `profile` are these in one call,
as `pipelines.load("digits", batch_size=64, image_size=32, seed=0)`.

Every dataset comes out as a prefetched `tf.data.Dataset` of batches of one static
size: images uint8 [B, H, W, C], points float32 [B, 2], or tuples of these and their
labels, int64 [B], or pairs (sources, targets) of images. Each is a function of the
seed and the step alone, so that a run may stop and go on where it was. `distribute`
shares the batches among several GPUs or machines.
"""

import pkgutil
import warnings

from pipelines.catalogue import Info, available
from pipelines.dataset import Dataset
from pipelines.functions import (
    check,
    contents,
    examples,
    few_labels,
    info,
    load,
    load_parts,
    profile,
    semi_supervised,
)
from pipelines.prepared import prepare
from pipelines.replicas import distribute


def __getattr__(name: str):
    new = {"costs": "pipelines.profile", "images": "pipelines.transforms.images"}
    if name in new:
        said = f"`pipelines.{name}` is `{new[name]}` now; the old name goes with 0.3."
        warnings.warn(said, DeprecationWarning, stacklevel=2)
        return pkgutil.resolve_name(new[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# The imports are the one list of the public names.
__all__ = sorted(
    name
    for name, value in globals().items()
    if getattr(value, "__module__", "").startswith(f"{__name__}.")
)
