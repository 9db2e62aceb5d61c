"""The memory of a pipeline that reads a set larger than memory, against its size.

    python -m benchmarks.memory --gigabytes=1 --gigabytes=4

For each size it writes shards of records of noise into a temporary folder, reads them
all in a process of its own, shuffled and brought to 64 pixels, and tells the most
memory that the process held.
"""

import io
import multiprocessing
import tempfile

from benchmarks import report
from tfgan_zoo.flags import Flag

SIDE = 192  # Pixels; noise of this size is a PNG of 108 kB.


def _numbers(values):
    for value in values:
        float(value)  # Raises `ValueError`.


def main():
    """Writes, reads and prints."""
    options = report.options(
        __doc__,
        Flag(
            "gigabytes", "size of a set", repeated=True, required=True, check=_numbers
        ),
    )

    record = report.new_record("benchmarks.memory", rounds=1)
    record["sizes"] = {}
    for size in map(float, options.gigabytes):
        with tempfile.TemporaryDirectory() as data_dir:
            write(data_dir, int(size * 10**9))
            result = read(data_dir)
        record["sizes"][f"{size:g} GB"] = result
        count, peak = result["images"], result["peak_mib"]
        print(f"{size:g} GB: {count:,} images, peak {peak:.0f} MiB", flush=True)
        report.write(options.json, record)


def write(data_dir: str, size: int, shards: int = 16):
    """Writes a TFDS dataset `noise` of about `size` bytes."""
    import numpy as np
    import tensorflow_datasets as tfds
    from PIL import Image

    random, encoded = np.random.default_rng(0), []
    for _ in range(50):
        file = io.BytesIO()
        noise = random.integers(0, 256, (SIDE, SIDE, 3), np.uint8)
        Image.fromarray(noise).save(file, "png")
        encoded.append(file.getvalue())
    count = size // len(encoded[0])

    examples = (
        (i, {"image": io.BytesIO(encoded[i % len(encoded)])}) for i in range(count)
    )
    image = tfds.features.Image(shape=(SIDE, SIDE, 3), encoding_format="png")
    tfds.disable_progress_bar()
    tfds.dataset_builders.store_as_tfds_dataset(
        name="noise",
        version="1.0.0",
        features=tfds.features.FeaturesDict({"image": image}),
        split_datasets={"train": examples},
        data_dir=data_dir,
        download_config=tfds.download.DownloadConfig(num_shards=shards),
    )


def read(data_dir: str, buffer_bytes: int = 0) -> dict:
    """Reads the dataset once; returns the number of images and the peak memory in MiB.

    Args:
        data_dir: that was written to.
        buffer_bytes: of the shuffle buffer; by default what the pipeline has.
    """
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(1) as pool:
        return pool.apply(_read, (str(data_dir), buffer_bytes))


def _read(data_dir, buffer_bytes):
    import pipelines
    from pipelines.sources import tfds_images
    from tfgan_zoo.experiments.peak_memory import peak_mib

    tfds_images.SHUFFLE_BYTES = buffer_bytes or tfds_images.SHUFFLE_BYTES
    data = pipelines.load(
        "noise",
        data_dir=data_dir,
        batch_size=64,
        image_size=64,
        seed=0,
        in_memory=False,
        repeat=False,
    )
    steps = sum(1 for _ in data)
    return {"images": 64 * steps, "peak_mib": peak_mib()}


if __name__ == "__main__":
    main()
