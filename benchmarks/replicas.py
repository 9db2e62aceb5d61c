"""One replica against two, on the same processor cores and the same global batch.

    python -m benchmarks.replicas --json=docs/results/benchmark_replicas.json

On one processor two replicas cannot be faster: one uses all cores already. What is seen
is what it costs to share a step out: two graphs, and the sums of gradients.
"""

from benchmarks import report, zoo
from tfgan_zoo.experiments import interleaved_timing as timing

REPLICAS = 2


def main():
    """Times DCGAN and WGAN, prints and writes the samples."""
    options = report.options(__doc__, rounds=7, steps=10)

    import tensorflow as tf

    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(
        cpu, [tf.config.LogicalDeviceConfiguration()] * REPLICAS
    )
    # One strategy for all: TensorFlow takes the sums of a second one for the first's.
    mirrored = tf.distribute.MirroredStrategy([f"CPU:{i}" for i in range(REPLICAS)])
    strategies = {"1 replica": tf.distribute.get_strategy(), "2 replicas": mirrored}
    record = report.new_record(
        "benchmarks.replicas", rounds=options.rounds, steps=options.steps
    )
    for recipe in ("dcgan", "wgan"):
        turns = {
            name: timing.timed(run(recipe, strategy))
            for name, strategy in strategies.items()
        }
        samples = timing.interleave(turns, options.rounds, options.steps)
        one, two = samples.values()
        ratio = timing.ratio(two, one)
        record[recipe] = {"samples": samples, "ratio": ratio}
        print(f"{recipe}: {REPLICAS} replicas took {report.times(ratio)} one")
        report.write(options.json, record)


def run(recipe: str, strategy):
    """A function that trains a recipe for some steps on the replicas of a strategy."""
    import pipelines

    with strategy.scope():
        gan, batch = zoo.small(recipe, strategy.num_replicas_in_sync)
    data = pipelines.distribute(lambda **replica: zoo.endless(batch), strategy)
    return zoo.fitting(gan, data)


if __name__ == "__main__":
    main()
