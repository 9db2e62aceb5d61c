"""The figure of learning curves: errors on test images over the epochs."""

from matplotlib import ticker

from tfgan_zoo.visualization import plot_style

# Errors of 10,000 test images of MNIST, by labels per class: Salimans et al. (2016),
# https://arxiv.org/abs/1606.03498, table 1, the mean of ten choices of labels.
PAPER = {2: 1677, 5: 221, 10: 93, 20: 90}
_LINES = {  # Of a learner and a column: label, colour, dashes.
    ("gan", "current"): ("semi-supervised GAN, current", plot_style.SKY, "-"),
    ("gan", "average"): ("semi-supervised GAN, average", plot_style.BLUE, "-"),
    ("alone", "average"): ("labels alone, average", plot_style.VERMILION, "-"),
}


@plot_style.styled
def learning_curves(curves: list[dict], label_spreading, *, epoch: float, paper=None):
    """Draws the errors of every seed.

    Args:
        curves: for each seed the rows of the learners "gan" and "alone".
        label_spreading: errors of LabelSpreading, one for each seed.
        epoch: steps in which every unlabelled image is seen once.
        paper: errors in the paper, if it has this task.

    Returns:
        A figure of matplotlib.
    """
    figure, axes = plot_style.figure(height=4.2)
    (axis,) = axes.flat
    for (learner, column), (label, color, dashes) in _LINES.items():
        for rows in (curve[learner] for curve in curves):
            x = [row["step"] / epoch for row in rows]
            y = [row[column] for row in rows]
            axis.plot(x, y, color=color, ls=dashes, lw=1.5, label=label)
            label = None  # One entry of the legend for all seeds.
    for y in label_spreading:
        axis.axhline(y, color=plot_style.GREEN, lw=1.2, ls="--")
    axis.plot([], [], color=plot_style.GREEN, ls="--", label="LabelSpreading")
    if paper:
        axis.axhline(paper, **plot_style.DASHED, label="Salimans et al. (2016)")
    axis.set_yscale("log")
    axis.yaxis.set_major_formatter(ticker.LogFormatter())
    axis.yaxis.set_minor_formatter(ticker.LogFormatter(minor_thresholds=(2, 0.6)))
    axis.set(xlabel="epochs of the unlabelled images", ylabel="errors on test images")
    axis.set_xlim(left=0)
    axis.grid(color="0.9", which="both")
    axis.set_axisbelow(True)
    plot_style.legend_below(figure, axis, ncols=3)
    return figure
