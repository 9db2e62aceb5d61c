"""Data for generative adversarial networks: one door to every dataset.

    import pipelines

    pipelines.available()                    # names that `load` knows
    pipelines.info("digits")                 # shape, classes, examples, licence
    pipelines.load("digits", batch_size=64)  # images [64, 8, 8, 1] in [-1, 1]

Every dataset comes out as a prefetched `tf.data.Dataset` of batches of one static
size: images float32 [B, H, W, C] in [-1, 1], points float32 [B, 2], or tuples of these
and their labels, int64 [B]. It is a function of the seed and the step alone, so that a
run may stop and go on where it was.
"""

from pipelines.catalogue import Info, available
from pipelines.door import info, load

__all__ = ["Info", "available", "info", "load"]
