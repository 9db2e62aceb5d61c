"""Data for generative adversarial networks: one door to every dataset.

```python
import pipelines

pipelines.available()                    # names that `load` knows
pipelines.info("digits")                 # shape, classes, examples, licence
pipelines.load("digits", batch_size=64)  # images uint8 [64, 8, 8, 1]
pipelines.examples("digits", 36)         # the first 36, as one NumPy array
pipelines.load("photo_edges", batch_size=1, jitter=True)  # (sources, targets)
pipelines.semi_supervised("digits", labels_per_class=10, batch_size=64)
pipelines.costs("digits", batch_size=64)  # where the time of a pipeline goes
pipelines.prepare("textures", "textures_32", image_size=32)  # read fast from then on
```

Every dataset comes out as a prefetched `tf.data.Dataset` of batches of one static
size: images uint8 [B, H, W, C], points float32 [B, 2], or tuples of these and their
labels, int64 [B], or pairs (sources, targets) of images. `semi_supervised`
gives ((images, labels), images), with the labels of a chosen few, which `few_labels`
gives as arrays. Each is a function of the seed and the step alone, so that a run may
stop and go on where it was. `distribute` shares the batches among several GPUs or
machines.
"""

from pipelines.catalogue import Info, available
from pipelines.costs import costs
from pipelines.door import check, examples, info, load
from pipelines.folder_contents import contents
from pipelines.partly_labelled import few_labels, semi_supervised
from pipelines.parts import load_parts
from pipelines.prepared import prepare
from pipelines.replicas import distribute

# The imports are the one list of the public names.
__all__ = sorted(
    name
    for name, value in globals().items()
    if getattr(value, "__module__", "").startswith(f"{__name__}.")
)
