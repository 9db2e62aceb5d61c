"""The curves of a comparison, against steps and against seconds."""

import io
import itertools

import numpy as np
from matplotlib import ticker

from tfgan_zoo.experiments.comparison.run import by_recipe
from tfgan_zoo.visualization import plot_style

_DASHES = ("solid", "dashed", "dotted")


def line_styles(names) -> dict:
    """The colour and dashes of each of some names."""
    kinds = itertools.cycle(itertools.product(_DASHES, plot_style.COLORS))
    return {
        name: {"color": color, "ls": dashes}
        for name, (dashes, color) in zip(names, kinds, strict=False)
    }


@plot_style.styled
def curve(runs, name: str, label: str, *, log=False, real=None, limits=None):
    """One measure of all recipes: means over seeds, and bands of one deviation.

    Args:
        runs: of the comparison.
        name: of the measure.
        label: of its axis.
        log: whether its axis is logarithmic, where values allow it and need it.
        real: value of real images, a grey line.
        limits: of the axis.

    Returns:
        Bytes of a PNG, None where nothing was measured.
    """
    groups = _groups(runs)
    curves = {recipe: _curve(group, name) for recipe, group in groups.items()}
    curves = {recipe: curve for recipe, curve in curves.items() if curve}
    if not curves:
        return None
    every = np.concatenate([values.ravel() for _, _, values in curves.values()])
    log = log and every.min() > 0 and every.max() > 8 * every.min()
    shown = [] if real is None else [[real]]
    legend_rows = -(-len(groups) // _legend_columns([*groups]))
    figure, axes = _figure(1, 2, legend_rows=legend_rows, sharey=True)
    for recipe, (steps, seconds, values) in curves.items():
        band, look = _band(values, log), line_styles(groups)[recipe]
        shown.append(band[0])
        for axis, x in zip(axes, (steps, seconds), strict=True):
            _draw(axis, x, band, look, lw=1.8, marker="o", ms=3.5, label=recipe)
    axes[0].set(xlabel="generator steps", ylabel=label)
    axes[1].set_xlabel("seconds")
    axes[1].xaxis.get_major_locator().set_params(integer=False)
    if log:
        shown = np.concatenate(shown)
        lowest, highest = shown.min(), shown.max()
        limits = limits or (0.7 * lowest, 1.5 * highest)
    for axis in axes:
        if log:
            axis.set_yscale("log")
            if highest < 1e3 * lowest:  # 200, not 2 x 10^2.
                plain = ticker.LogFormatter(minor_thresholds=(2, 0.6))
                axis.yaxis.set_major_formatter(plain)
                axis.yaxis.set_minor_formatter(plain)
        if limits:
            axis.set_ylim(*limits)
        if real is not None:
            dots = {"color": plot_style.GREY, "lw": 1.2, "ls": (0, (1, 1.5))}
            axis.axhline(real, label="real images", **dots)
    return _png(figure, axes[0])


@plot_style.styled
def losses(runs, names: dict, label: str):
    """Logged losses, a panel for each recipe: their scales do not compare.

    Args:
        runs: of the comparison.
        names: of the columns of metrics.csv to labels.
        label: of the axis.

    Returns:
        Bytes of a PNG, None where no recipe logs any of them.
    """
    groups = {
        recipe: group
        for recipe, group in _groups(runs).items()
        if any(set(names) & set(row) for run in group for row in run.losses())
    }
    if not groups:
        return None
    columns = min(3, max(2, len(groups)))
    figure, axes = _figure(-(-len(groups) // columns), columns)
    for axis in axes[len(groups) :]:
        axis.set_visible(False)
    for axis, (recipe, group) in zip(axes, groups.items(), strict=False):
        for name, look in line_styles(names).items():
            steps, values = _losses(group, name)
            band = _band(values, log=False)
            _draw(axis, steps, band, look, lw=1.5, label=names[name])
        axis.set_xlim(left=0)
        axis.set_title(recipe, fontsize=11, fontweight="bold")
        axis.set_xlabel("generator steps")
        _seconds_above(axis, group)
    for axis in axes[::columns]:
        axis.set_ylabel(label)
    return _png(figure, axes[0] if len(names) > 1 else None)


def _groups(runs):
    """Recipe to its finished runs; to all where none is finished."""
    return {
        recipe: [run for run in group if run.finished] or group
        for recipe, group in by_recipe(runs).items()
    }


def _curve(runs, name):
    """Steps, seconds and values [runs, points]; None where nothing is measured."""
    table = [rows for run in runs if (rows := run.rows())]
    if not table or table[0][0][name] is None:
        return None
    points = list(zip(*table, strict=False))  # As many as all runs have.
    values = [[row[name] for row in rows] for rows in points]
    seconds = [np.mean([row["seconds"] for row in rows]) for rows in points]
    return [rows[0]["step"] for rows in points], seconds, np.array(values, float).T


def _losses(runs, name):
    """Steps that all runs have logged, and values [runs, steps]."""
    table = [{r["step"]: r[name] for r in run.losses() if name in r} for run in runs]
    table = [rows for rows in table if rows]
    steps = sorted(set.intersection(*map(set, table)))
    return steps, np.array([[rows[step] for step in steps] for rows in table])


def _band(values, log):
    """Mean over runs, and one deviation below and above it.

    On a logarithmic axis both are those of the logarithms: what lies a deviation below
    the mean itself may not be positive.
    """
    if log:
        return tuple(np.exp(bound) for bound in _band(np.log(values), log=False))
    mean = values.mean(axis=0)
    deviation = values.std(axis=0, ddof=1) if len(values) > 1 else 0
    return mean, mean - deviation, mean + deviation


def _draw(axis, x, band, look, **line):
    """A mean and the band around it."""
    mean, low, high = band
    axis.plot(x, mean, **line, **look)
    axis.fill_between(x, low, high, color=look["color"], alpha=0.15, lw=0)


def _seconds_above(axis, runs):
    """A second axis, of seconds: for one recipe they are steps, scaled."""
    last = [run.measurements()["points"][-1:] for run in runs]
    pairs = [(p["seconds"], p["timed_steps"]) for points in last for p in points]
    seconds, steps = np.sum(pairs, axis=0) if pairs else (0, 0)
    if seconds <= 0:
        return
    each = seconds / steps
    above = axis.secondary_xaxis(
        "top", functions=(lambda s: s * each, lambda t: t / each)
    )
    above.tick_params(labelsize=8, colors="0.4")
    above.set_xlabel("seconds", fontsize=8, color="0.4")


def _figure(rows, columns, *, legend_rows=1, sharey=False):
    """A figure of panels with a grid, and its axes one after the other."""
    height = 2.7 * rows + 0.25 * legend_rows
    figure, axes = plot_style.figure(rows, columns, height=height, sharey=sharey)
    for axis in axes.flat:
        axis.grid(color="0.9")
        axis.set_axisbelow(True)
        axis.margins(x=0.02)
        axis.xaxis.get_major_locator().set_params(nbins=6, integer=True)
    return figure, list(axes.flat)


def _legend_columns(labels):
    """As many as fit beside each other: names of variants are long."""
    return max(1, min(6, 110 // (max(map(len, labels)) + 8)))


def _png(figure, labelled):
    """The figure as a PNG, with a legend of the lines of one of its axes."""
    if labelled:
        handles, labels = labelled.get_legend_handles_labels()
        columns = _legend_columns(labels)
        figure.legend(handles, labels, loc="outside upper center", ncols=columns)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()
