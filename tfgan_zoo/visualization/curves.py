"""Plots of metrics over the steps of a training."""

import math

from PIL import Image

from tfgan_zoo.visualization.figures import to_image


def plot(rows: list[dict]) -> Image.Image:
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
    return to_image(figure)
