"""Pictures of examples and of numbers over time."""

import contextlib
import io
import math
import warnings

import numpy as np
from PIL import Image

from tfgan_zoo import atomic, pixels

_SMALL = 512  # Pixels: narrower grids are enlarged by a whole number.


def examples(
    batch, real=None, columns: int | None = None, enlarged: bool = True
) -> Image.Image:
    """Draws a batch: images as a grid, points as a scatter.

    Args:
        batch: images [B, H, W, C] in [-1, 1] or uint8, of which one or three channels
            are shown, or points [B, 2].
        real: points [N, 2] to draw in grey behind.
        columns: of the grid; by default as many as make it square.
        enlarged: by a whole number, if the grid is small.

    Returns:
        `PIL.Image.Image`.
    """
    batch = np.asarray(batch)
    if batch.ndim == 2:
        return _scatter(batch, real)
    return _grid(batch, columns, enlarged)


def side_by_side(*batches) -> Image.Image:
    """Draws batches of images side by side: row i holds image i of each batch.

    Args:
        *batches: images [B, H, W, C] in [-1, 1] or uint8, C 1 or 3.

    Returns:
        `PIL.Image.Image`, of as many columns as batches, or of twice as many.
    """
    colour = [
        np.repeat(b, 3, axis=-1) if b.shape[-1] == 1 else b[..., :3]
        for b in map(pixels.to_bytes, batches)
    ]
    cells = np.stack(colour, axis=1)  # [B, batches, H, W, 3]
    folds = 2 if len(cells) > 4 and len(cells) % 2 == 0 else 1
    return _grid(cells.reshape(-1, *cells.shape[2:]), folds * len(batches))


def columns(batches: dict) -> Image.Image:
    """Draws batches of images as columns with headings.

    Args:
        batches: heading to images [B, H, W, C] in [-1, 1] or uint8.

    Returns:
        `PIL.Image.Image`.
    """
    from matplotlib.figure import Figure

    count = len(next(iter(batches.values())))
    figure = Figure(figsize=(1.3 * len(batches), 1.3 * count + 0.3), dpi=120)
    axes = figure.subplots(count, len(batches), squeeze=False)
    for column, (heading, images) in zip(axes.T, batches.items(), strict=True):
        column[0].set_title(heading, fontsize=10)
        for axis, image in zip(column, pixels.to_bytes(images), strict=True):
            axis.imshow(image, cmap="gray", vmin=0, vmax=255)
            axis.axis("off")
    figure.subplots_adjust(0.01, 0.01, 0.99, 1 - 0.3 / (1.3 * count), 0.04, 0.04)
    return _to_image(figure)


@contextlib.contextmanager
def worth_no_step(what: str):
    """Warns where drawing fails: no picture is worth a step of training.

    Args:
        what: is drawn, for the message.
    """
    try:
        yield
    except Exception as error:
        why = str(error) or type(error).__name__
        warnings.warn(f"{what} is not drawn: {why}", stacklevel=3)


def film(frames, file, longest: int = 200, shrink: int = 1, **encoding):
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


def curves(rows: list[dict]) -> Image.Image:
    """Draws each metric over the steps, four beside each other at most.

    Args:
        rows: of `metrics_log.read`: `step`, `seconds` and the metrics; a row may lack
            some of them.
    """
    from matplotlib.figure import Figure

    names = dict.fromkeys(name for row in rows for name in row)
    names = [name for name in names if name not in ("step", "seconds")]
    columns, lines = min(len(names), 4), math.ceil(len(names) / 4)
    size = 4.2 * columns, 3 * lines
    figure = Figure(figsize=size, dpi=120, layout="constrained")
    axes = figure.subplots(lines, columns, squeeze=False).ravel()
    for axis in axes[len(names) :]:
        axis.set_visible(False)
    for axis, name in zip(axes, names, strict=False):
        known = [row for row in rows if name in row]
        axis.plot([row["step"] for row in known], [row[name] for row in known], lw=1.5)
        axis.set_title(name.replace("_", " "), fontsize=11)
        axis.set_xlabel("generator steps")
        axis.grid(alpha=0.3)
        axis.spines[["top", "right"]].set_visible(False)
    return _to_image(figure)


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


def _grid(images, columns=None, enlarged=True) -> Image.Image:
    """A grid, row by row, with a border of one pixel."""
    count, height, width, channels = images.shape
    shown = 3 if channels >= 3 else 1
    columns = columns or math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    cells = np.full((rows * columns, height + 1, width + 1, shown), 255, np.uint8)
    cells[:count, :-1, :-1] = pixels.to_bytes(images[..., :shown])
    grid = cells.reshape(rows, columns, height + 1, width + 1, shown).swapaxes(1, 2)
    grid = grid.reshape(rows * (height + 1), columns * (width + 1), shown)[:-1, :-1]
    image = Image.fromarray(grid[..., 0] if shown == 1 else grid)
    scale = math.ceil(_SMALL / image.width) if enlarged else 1
    return image.resize((image.width * scale, image.height * scale), Image.NEAREST)


def _scatter(points, real) -> Image.Image:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 4), dpi=128, layout="constrained")
    axis = figure.subplots()
    if real is not None:
        axis.scatter(*np.asarray(real).T, s=4, c="0.75", linewidths=0)
        limit = 1.25 * np.abs(real).max()
        axis.set(xlim=(-limit, limit), ylim=(-limit, limit))
    axis.scatter(*points.T, s=6, c="tab:blue", linewidths=0)
    axis.set_aspect("equal")
    return _to_image(figure)


def _to_image(figure) -> Image.Image:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return Image.open(buffer).convert("RGB")
