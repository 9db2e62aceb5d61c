"""The memory of a pipeline that reads a set larger than memory, against its size.

    python -m benchmarks.memory --gigabytes=1 --gigabytes=4

For each size it writes shards of records of noise into a temporary folder, reads them
all in a process of its own, shuffled and brought to 64 pixels, and tells the most
memory that the process held.
"""

import argparse
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SIDE = 192  # Pixels; noise of this size is a PNG of 108 kB.
GIGABYTE = 10**9
_READER = """
import json
import pipelines
from pipelines import tfds_images
from tfgan_zoo.experiments.peak_memory import peak_mib
tfds_images.SHUFFLE_BYTES = {buffer_bytes} or tfds_images.SHUFFLE_BYTES
data = pipelines.load(
    "noise", data_dir={data_dir!r}, batch_size=64, image_size=64, seed=0,
    in_memory=False, repeat=False,
)
steps = sum(1 for _ in data)
print(json.dumps(dict(images=64 * steps, peak_mib=peak_mib())))
"""


def main():
    """Writes, reads and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gigabytes", type=float, action="append", required=True)
    parser.add_argument("--json", help="a file for the numbers")
    options = parser.parse_args()

    from benchmarks import report

    record = report.circumstances("benchmarks.memory", rounds=1)
    record["sizes"] = {}
    for size in options.gigabytes:
        with tempfile.TemporaryDirectory() as data_dir:
            write(data_dir, int(size * GIGABYTE))
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
    code = _READER.format(data_dir=str(data_dir), buffer_bytes=buffer_bytes)
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
