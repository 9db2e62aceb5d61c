"""Several GPUs: a sum over all of them, and steps on one and on all."""

import time

from benchmarks import zoo
from benchmarks.gpu import turns

PLACE, SECONDS = 10, 120
SUMS = 20  # One after the other, in one graph.


def rows(size):
    """Rows of sums, then of each recipe on one device and on all, if there are some."""
    import tensorflow as tf

    kind = size.device.partition(":")[0]
    if kind == "CPU":
        two = [tf.config.LogicalDeviceConfiguration()] * 2
        cpu = tf.config.list_physical_devices("CPU")[0]
        tf.config.set_logical_device_configuration(cpu, two)
    devices = [f"{kind}:{i}" for i in range(len(tf.config.list_logical_devices(kind)))]
    if len(devices) < 2:
        yield {"devices": len(devices)}
        return
    strategy = tf.distribute.MirroredStrategy(devices)
    for kilobytes in (1, 25_000):  # Of batch normalisation; the gradients of DCGAN.
        yield {
            "devices": len(devices),
            "kB summed up": kilobytes,
            "ms a sum": sum_ms(strategy, 250 * kilobytes),
        }
    for recipe in size.recipes:
        ways = {
            "one device": (tf.distribute.get_strategy(), 1),
            "all, the same batch": (strategy, len(devices)),
            "all, a batch for each": (strategy, 1),
        }
        built = {
            name: lambda on=on, parts=parts, recipe=recipe: run(size, recipe, on, parts)
            for name, (on, parts) in ways.items()
        }
        yield from turns.compare(built, size, recipe=recipe)


def sum_ms(strategy, count: int) -> float:
    """Milliseconds of one all-reduce of `count` floats."""
    import tensorflow as tf

    @tf.function
    def sums():
        def on_replica():
            context = tf.distribute.get_replica_context()
            x = tf.ones([count])
            for _ in range(SUMS):
                x = context.all_reduce(tf.distribute.ReduceOp.MEAN, x)
            return tf.reduce_sum(x)

        return strategy.reduce("SUM", strategy.run(on_replica), axis=None)

    float(sums())
    started = time.perf_counter()
    float(sums())
    return 1e3 * (time.perf_counter() - started) / SUMS


def run(size, recipe: str, strategy, parts: int):
    """A function that trains on the replicas of a strategy.

    Args:
        size: `sizes.Size`.
        recipe: its name.
        strategy: of `tf.distribute`.
        parts: that the recipe's batch is cut into, one for each replica.
    """
    import pipelines

    with strategy.scope():
        gan, batch = size.model(recipe)
    share = batch[: len(batch) // parts]
    data = pipelines.distribute(lambda **_: zoo.endless(share), strategy)
    return turns.training(gan, iter(data))
