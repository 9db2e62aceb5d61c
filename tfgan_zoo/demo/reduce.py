"""A training film reduced to the size in which it comes with the page.

    python -m tfgan_zoo.demo.reduce --run=runs/mine --file=mine.webp --every=2

The films in `films/` are made by it; the JSON file beside each of them holds the
commands, that of the training first.
"""

from pathlib import Path

from tfgan_zoo import flags
from tfgan_zoo.flags import Flag
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
    flags = flags.parsed(
        __doc__,
        [
            Flag("run", "run directory", required=True),
            Flag("file", "WebP to write", required=True),
            Flag("every", "of so many image grids one", 1, int, min=1),
            Flag("shrink", "undo an enlargement", 1, int, min=1),
            Flag("lossless", "for points", False, bool),
        ],
    )
    files = Path(flags.run), Path(flags["file"].value)
    reduce(*files, flags.every, flags.shrink, flags.lossless)
