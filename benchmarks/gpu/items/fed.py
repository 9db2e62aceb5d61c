"""The same step fed by a pipeline on the host, by the type of what is sent."""

import numpy as np

from benchmarks.gpu import turns

PLACE, SECONDS = 3, 60
DTYPES = ("float32", "uint8")
HELD = 4096  # Images that a pipeline picks from.


def rows(size):
    """A row for each recipe, type and loop, and one without a pipeline."""
    at_once = size.at_once // 5
    for recipe in size.recipes:

        def built(dtype, count, recipe=recipe):
            gan, batch = size.model(recipe, steps_per_execution=count)
            if dtype is None:
                return turns.training(gan, turns.constant_batch(batch))
            data = pipeline(batch.shape[1:], len(batch), dtype)
            return turns.training(gan, iter(data))

        ways = {
            f"{dtype or 'no input'}, {count} a call": (
                lambda dtype=dtype, count=count: built(dtype, count)
            )
            for dtype in (None, *DTYPES)
            for count in (1, at_once)
        }
        yield from turns.compare(ways, size, recipe=recipe)


def pipeline(shape, batch_size: int, dtype: str):
    """Batches that are picked out of memory, as `pipelines.load` does.

    Args:
        shape: of one image.
        batch_size: examples of a batch.
        dtype: "uint8", or "float32" for images in [-1, 1].
    """
    import tensorflow as tf

    from pipelines import stream
    from tfgan_zoo import pixels

    random = np.random.default_rng(0)
    (images,) = stream.on_host(random.integers(0, 256, (HELD, *shape), np.uint8))
    order = stream.Order(batch_size, seed=0)

    def batch(i):
        picked = tf.gather(images, i)
        return picked if dtype == "uint8" else pixels.to_floats(picked)

    return stream.finish(order.map(batch, order.indices(HELD)))
