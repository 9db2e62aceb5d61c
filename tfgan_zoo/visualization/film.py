"""Animations of picture files."""

import warnings

import numpy as np
from PIL import Image

from tfgan_zoo import atomic


def write(frames, file, longest: int = 200, shrink: int = 1, **encoding):
    """Writes an animated WebP of picture files; it rests at the last.

    A frame that cannot be read, or is of another size than the last of them, is left
    out, with a warning that names it.

    Args:
        frames: paths of pictures, in order.
        file: to write, whole or not at all.
        longest: number of frames; of more, as many are taken at even distances.
        shrink: whole number that grids of samples were enlarged by, to be undone.
        **encoding: of the WebP, as Pillow takes it.

    Raises:
        ValueError: no frame can be read.
    """
    if len(frames) > longest:
        chosen = np.linspace(0, len(frames) - 1, longest).round().astype(int)
        frames = [frames[i] for i in chosen]
    frames = _of_one_size(frames)
    if not frames:
        raise ValueError("none of its pictures can be read")

    def opened(paths):
        for path in paths:
            with Image.open(path) as frame:
                size = frame.width // shrink, frame.height // shrink
                yield frame.convert("RGB").resize(size, Image.NEAREST)

    first, *rest = frames
    with atomic.writing(file, replace=True) as written:
        next(opened([first])).save(
            written,
            "WEBP",
            save_all=True,
            append_images=opened(rest),
            duration=[150] * len(rest) + [1500],  # Milliseconds.
            loop=0,
            **encoding,
        )


def _of_one_size(paths):
    """Those of some pictures that can be read, and have the size of the last."""
    sizes = {}
    for path in paths:
        try:
            with Image.open(path) as frame:
                frame.load()
                sizes[path] = frame.size
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as why:
            warnings.warn(f"{path} is left out of the film: {why}", stacklevel=3)
    size = next(reversed(sizes.values()), None)
    for path in [path for path in sizes if sizes[path] != size]:
        said = f"it has {sizes.pop(path)} pixels, not {size}"
        warnings.warn(f"{path} is left out of the film: {said}.", stacklevel=3)
    return [*sizes]
