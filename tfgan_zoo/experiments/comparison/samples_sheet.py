"""The sheet of samples: a row for each candidate, a column for each time."""

from pathlib import Path

import numpy as np
from PIL import Image

from tfgan_zoo.visualization import plot_style

_ROWS = 2 / 3  # Of the rows of each picture: enough to see what is drawn.


@plot_style.styled
def draw(samples: dict, file: Path):
    """Draws samples as they came about, side by side.

    Args:
        samples: candidate to a run and the steps to show, None where none is near.
        file: PNG to write. Where no run has samples yet, none is written.
    """
    shown = {name: both for name, both in samples.items() if both[0] is not None}
    if not shown:
        return
    columns = max(len(steps) for _, steps in shown.values())
    figure, axes = plot_style.figure(len(shown), columns, height=1.75 * len(shown))
    for row, (name, (run, steps)) in zip(axes, shown.items(), strict=True):
        for axis, step in zip(row, steps, strict=True):
            axis.set_axis_off()
            if step is None:
                continue
            picture = np.asarray(Image.open(run.samples_file(step)).convert("RGB"))
            height = round(len(picture) * _ROWS)
            axis.imshow(picture[:height], interpolation="antialiased")
            axis.set_title(f"{name}, step {step:,}", fontsize=9)
    plot_style.save(figure, file)
