"""A folder of PNG files to time reading with: crops of photographs in colour and grey.

    python -m benchmarks.photos --output=photos
    tfgan-pipeline-bench --dataset=folder:photos --image_size=64 --noin_memory

The photographs ship with scikit-image and scikit-learn; their credits are in
`pipelines.info("photo_edges").source`. The crops are squares at random places.
"""

from pathlib import Path

from tfgan_zoo import flags
from tfgan_zoo.flags import Flag


def main():
    """Writes the files."""
    options = flags.parsed(
        __doc__,
        [
            Flag("output", "a folder that is not there", required=True),
            Flag("num", "how many files", 5000, int),
            Flag("size", "in pixels", 64, int, max=300),
        ],
    )
    write(Path(options.output), options.num, options.size)
    print(f"Wrote {options.num} files of {options.size} pixels to {options.output}")


def write(folder: Path, num: int, size: int, suffix: str = "png", **encoding):
    """Writes `num` crops of `size` pixels into a new folder.

    Args:
        folder: that is not there yet.
        num: number of files.
        size: height and width in pixels.
        suffix: of the files, which is their format.
        **encoding: as Pillow takes it.

    Raises:
        FileExistsError: the folder is there.
    """
    import numpy as np
    from PIL import Image

    from pipelines.embedded import photo_edges

    folder.mkdir(parents=True)
    random = np.random.default_rng(0)
    photographs = [photo_edges.read(name) for name in photo_edges.PHOTOGRAPHS]
    for i in range(num):
        photograph = photographs[i % len(photographs)]
        top, left = (random.integers(0, n - size + 1) for n in photograph.shape[:2])
        crop = photograph[top : top + size, left : left + size]
        Image.fromarray(crop).save(folder / f"{i:05}.{suffix}", **encoding)


if __name__ == "__main__":
    main()
