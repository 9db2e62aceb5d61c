"""A training film reduced to the size in which it comes with the page.

    python -m tfgan_zoo.demo.reduce runs/mine mine.webp --every=2 --shrink=2

The films in `films/` are made by it; the JSON file beside each of them holds the
commands, that of the training first.
"""

import argparse
from pathlib import Path

from tfgan_zoo.visualization import film


def reduce(run: Path, file: Path, every: int = 1, shrink: int = 1, lossless=False):
    """Writes a film of a run that is a fraction of its `samples.webp` in size.

    Args:
        run: run directory, with `samples/step_*.png`.
        file: WebP to write.
        every: of so many image grids one is taken, the first included.
        shrink: whole number that grids of samples were enlarged by, to be undone.
        lossless: smaller for drawings of points; larger for photographs and digits.

    Raises:
        ValueError: the run has no image grids.
        FileExistsError: the file is there.
    """
    if file.exists():
        raise FileExistsError(f"{file} exists; name another file.")
    paths = sorted((run / "samples").glob("step_*.png"))[::every]
    if not paths:
        raise ValueError(f"{run}/samples holds no step_*.png; expected a training run.")
    encoding = {"lossless": lossless, "quality": 75, "method": 6}
    film.write(paths, file, longest=len(paths), shrink=shrink, **encoding)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("run", type=Path, help="run directory")
    parser.add_argument("file", type=Path, help="WebP to write")
    parser.add_argument(
        "--every", type=int, default=1, help="of so many image grids one"
    )
    parser.add_argument("--shrink", type=int, default=1, help="undo an enlargement")
    parser.add_argument("--lossless", action="store_true", help="for points")
    reduce(**vars(parser.parse_args()))
