"""The plot style of figures as wide as a page, and the one palette.

Colours are those of Okabe and Ito (2008), "Color Universal Design",
https://jfly.uni-koeln.de/color/, which are told apart with any kind of colour vision.
A role has one colour in all figures.
"""

import functools
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from tfgan_zoo import atomic

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, VERMILION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"
COLORS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK)  # In order of use.
GREY = "#767676"

REAL, FAKE = BLUE, VERMILION  # The distribution of the data, and the generator's.
GAN, WGAN = BLACK, GREEN  # Two games, or their discriminator and critic.

DASHED = {"color": ORANGE, "linestyle": (0, (4, 2))}  # Over an exact curve.
GUIDE = {"color": GREY, "linewidth": 0.8, "linestyle": ":"}

_WIDTH = 9.0  # Inches: the figure fills a page, and 10 pt stays readable.
_RC = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.edgecolor": "#444444",
    "axes.prop_cycle": matplotlib.cycler(color=COLORS),
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.08,
    "figure.constrained_layout.h_pad": 0.08,
    "savefig.dpi": 150,
}


def styled(draw):
    """Makes a function that draws do so in this style."""

    @functools.wraps(draw)
    def wrapper(*args, **kwargs):
        with matplotlib.rc_context(_RC):
            return draw(*args, **kwargs)

    return wrapper


def figure(rows=1, columns=1, *, height=3.4, **kwargs):
    """A figure as wide as a page, and its axes as an array [rows, columns].

    Args:
        rows: of axes.
        columns: of axes.
        height: of the figure, in inches.
        **kwargs: of `Figure.subplots`.
    """
    made = Figure(figsize=(_WIDTH, height))
    axes = made.subplots(rows, columns, squeeze=False, **kwargs)
    return made, np.asarray(axes)


def legend_below(made: Figure, axis, **kwargs):
    """A legend of the lines of one axis, below all axes of a figure.

    Args:
        made: the figure.
        axis: whose lines have labels.
        **kwargs: of `Figure.legend`.
    """
    handles, labels = axis.get_legend_handles_labels()
    made.legend(handles, labels, loc="outside lower center", **kwargs)


@styled
def save(made: Figure, file: Path):
    """Writes a figure as a PNG, whole or not at all, the same on any day."""
    with atomic.writing(file, replace=True) as written:
        made.savefig(written, format="png", metadata={"Software": None})
