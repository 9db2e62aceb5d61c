"""The throughput of a pipeline that reads its examples batch by batch, on one core.

    python -m benchmarks.streams

Times examples that cost nothing, which leaves the price of carrying them, and a folder
of small PNG files against decoding alone: the same files, one after the other, by the
same function. Figures are processor time, so that batches made ahead are counted.
"""

import os
import tempfile
import time
from pathlib import Path

from benchmarks import photos, report
from tfgan_zoo.experiments import interleaved_timing as timing
from tfgan_zoo.flags import Flag

BATCH = 128


def main():
    """Times and prints."""
    options = report.options(
        __doc__, Flag("num", "how many files", 5000, int), rounds=7, steps=20
    )
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # Before TensorFlow starts.

    record = report.new_record("benchmarks.streams", rounds=options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "photos"
        photos.write(files, options.num, 64)
        turns = candidates(files)
        samples = timing.interleave(turns, options.rounds, options.steps)
    record["seconds_per_batch"] = samples
    free = timing.spread([BATCH / seconds for seconds in samples["free"]])
    ratio = timing.ratio(samples["folder"], samples["decoding"])
    record |= {"free_per_second": free, "folder_to_decoding": ratio}
    print(f"examples that cost nothing: {free['median']:,.0f} per second")
    print(f"a folder, of decoding alone: {report.times(ratio)}")
    report.write(options.json, record)


def candidates(files: Path) -> dict:
    """Name to a function of a number of batches; it returns the seconds of one."""
    import tensorflow as tf

    import pipelines
    from pipelines import pipeline, stream
    from pipelines.transforms import image_file
    from tfgan_zoo.experiments.input_benchmark import step

    order = stream.BatchOrder(BATCH, seed=0)

    def constant(key):
        return tf.fill((2, 2, 1), tf.cast(key % 7, tf.uint8)), key

    names = tf.constant([str(file) for file in sorted(files.iterdir())])

    @tf.function
    def decode_alone(first, count):
        total = tf.constant(0)
        for i in tf.range(first, first + count):
            pixels = image_file.decode(names[i % len(names)], 3)
            total += tf.cast(pixels[0, 0, 0], tf.int32)
        return total

    indices = {"order": order.indices(5000)}
    free = pipeline.Pipeline(order, indices, {"constant": constant})
    options = {"batch_size": BATCH, "image_size": 64, "seed": 0, "in_memory": False}
    streams = {
        "free": stream.finish(free.dataset()),
        "folder": pipelines.load(f"folder:{files}", **options),
    }

    runs = {name: step.drain(iter(batches)) for name, batches in streams.items()}
    runs["decoding"] = lambda steps: decode_alone(0, steps * BATCH).numpy()

    def settled(run):
        def run_and_wait(steps):
            run(steps)
            time.sleep(0.1)  # What was taken from the batches made ahead is made again.

        return run_and_wait

    return {
        name: timing.timed(settled(run), time.process_time)
        for name, run in runs.items()
    }


if __name__ == "__main__":
    main()
