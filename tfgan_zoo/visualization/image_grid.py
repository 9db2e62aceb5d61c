"""Grids of images, and scatter plots of points."""

import math

import numpy as np
from PIL import Image

from tfgan_zoo import pixels
from tfgan_zoo.visualization.figures import to_image

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
    return to_image(figure)


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
    return to_image(figure)
