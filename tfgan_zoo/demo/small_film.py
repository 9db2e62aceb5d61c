"""Makes a small film of a run's samples, as those that the page brings along.

    python -m tfgan_zoo.demo.small_film runs/dcgan_digits film.webp --every=2 --shrink=2

`samples.webp` of the run has every picture in full size; this has some, smaller.
"""

import argparse
from pathlib import Path

from PIL import Image

FRAME_MS = 150
LAST_MS = 1500


def make(
    run: Path, file: Path, every: int = 1, shrink: int = 1, lossless: bool = False
):
    """Writes the film.

    Args:
        run: a run directory, or any with samples/step_*.png.
        file: the WebP to write.
        every: how many pictures lie between two that are taken.
        shrink: pixels of the pictures that become one, to either side.
        lossless: for drawings, which that makes smaller.

    Raises:
        FileNotFoundError: there are no pictures.
        FileExistsError: the file is there.
    """
    files = sorted((run / "samples").glob("step_*.png"))[::every]
    if not files:
        raise FileNotFoundError(f"{run} has no samples/step_*.png; train there first.")
    if file.exists():
        raise FileExistsError(f"{file} exists; name another file.")
    images = [Image.open(picture).convert("RGB") for picture in files]
    images = [
        image.resize((image.width // shrink, image.height // shrink), Image.NEAREST)
        for image in images
    ]
    images[0].save(
        file,
        save_all=True,
        append_images=images[1:],
        duration=[FRAME_MS] * (len(images) - 1) + [LAST_MS],
        loop=0,
        lossless=lossless,
        quality=80,
        method=4,
    )


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--shrink", type=int, default=1)
    parser.add_argument("--lossless", action="store_true")
    make(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
