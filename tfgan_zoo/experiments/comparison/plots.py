"""The curves of a comparison, against steps and against seconds."""

import contextlib
import io

import numpy as np

from tfgan_zoo.experiments.comparison import scores
from tfgan_zoo.theory import style as palette

COLOURS = (
    *(palette.BLUE, palette.VERMILION, palette.GREEN, palette.PURPLE),
    *(palette.ORANGE, palette.SKY, palette.BLACK),
)
_DASHES = ("-", "--", ":")
_STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "0.4",
    "axes.grid": True,
    "grid.color": "0.9",
    "axes.axisbelow": True,
    "axes.xmargin": 0.02,
    "figure.constrained_layout.w_pad": 0.08,
    "legend.frameon": False,
}


def style(number: int) -> dict:
    """The colour and dashes of the recipe of this number."""
    dashes = _DASHES[number // len(COLOURS) % len(_DASHES)]
    return {"color": COLOURS[number % len(COLOURS)], "ls": dashes}


def over_time(runs, name: str, label: str, *, log=False, real=None, limits=None):
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
    from matplotlib import ticker

    curves = {recipe: _curve(group, name) for recipe, group in _groups(runs).items()}
    if not any(curve is not None for curve in curves.values()):
        return None
    every = np.concatenate([c[2].ravel() for c in curves.values() if c is not None])
    log = log and every.min() > 0 and every.max() > 8 * every.min()
    bands = {r: _band(c[2], log) for r, c in curves.items() if c is not None}
    values = np.concatenate([band[0] for band in bands.values()])
    values = np.append(values, [] if real is None else [real])
    with _figure(len(curves)) as (figure, axes):
        for i, (recipe, curve) in enumerate(curves.items()):
            if curve is None:
                continue
            mean, low, high = bands[recipe]
            for axis, x in zip(axes, curve[:2], strict=True):
                axis.plot(x, mean, lw=1.8, marker="o", ms=3.5, label=recipe, **style(i))
                colour = style(i)["color"]
                axis.fill_between(x, low, high, color=colour, alpha=0.15, lw=0)
        for axis, x in zip(axes, ("generator steps", "seconds"), strict=True):
            axis.set_xlabel(x)
            if x == "seconds":
                axis.xaxis.get_major_locator().set_params(integer=False)
            if log:
                axis.set_yscale("log")
                axis.set_ylim(0.7 * values.min(), 1.5 * values.max())
                if values.max() < 1e3 * values.min():  # 200, not 2 x 10^2.
                    plain = ticker.LogFormatter(minor_thresholds=(2, 0.6))
                    axis.yaxis.set_major_formatter(plain)
                    axis.yaxis.set_minor_formatter(plain)
            if limits:
                axis.set_ylim(*limits)
            if real is not None:
                dots = {"color": palette.GREY, "lw": 1.2, "ls": (0, (1, 1.5))}
                axis.axhline(real, label="real images", **dots)
        axes[0].set_ylabel(label)
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=6)
        return _png(figure)


def of_each(runs, names: dict, label: str):
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
    with _figure(len(groups), columns, sharey=False) as (figure, axes):
        for axis in axes[len(groups) :]:
            axis.set_visible(False)
        for axis, (recipe, group) in zip(axes, groups.items(), strict=False):
            for i, (name, words) in enumerate(names.items()):
                steps, mean, deviation = _losses(group, name)
                axis.plot(steps, mean, lw=1.5, label=words, **style(i))
                if deviation is not None:
                    band = (mean - deviation, mean + deviation)
                    axis.fill_between(steps, *band, color=COLOURS[i], alpha=0.15, lw=0)
            axis.set_xlim(left=0)
            axis.set_title(recipe, fontsize=11, fontweight="bold")
            axis.set_xlabel("generator steps")
            _seconds_above(axis, group)
        for axis in axes[::columns]:
            axis.set_ylabel(label)
        if len(names) > 1:
            handles, labels = axes[0].get_legend_handles_labels()
            figure.legend(handles, labels, loc="outside upper center", ncols=6)
        return _png(figure)


def _groups(runs):
    """Recipe to its finished runs; to all where none is finished."""
    answer = {}
    for run in runs:
        answer.setdefault(run.recipe, []).append(run)
    return {
        recipe: [run for run in group if run.finished] or group
        for recipe, group in answer.items()
    }


def _curve(runs, name):
    """Steps, seconds and values [runs, points]; None without any point."""
    table = [scores.rows(run) for run in runs]
    length = min((len(rows) for rows in table if rows), default=0)
    if not length:
        return None
    table = [rows[:length] for rows in table if rows]
    values = np.array([[row[name] for row in rows] for rows in table], float)
    seconds = np.mean([[row["seconds"] for row in rows] for rows in table], axis=0)
    steps = [row["step"] for row in table[0]]
    return steps, seconds, values


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


def _losses(runs, name):
    table = [[r for r in run.losses() if name in r] for run in runs]
    table = [rows for rows in table if rows]
    common = set.intersection(*({r["step"] for r in rows} for rows in table))
    values = np.array(
        [[r[name] for r in rows if r["step"] in common] for rows in table]
    )
    deviation = values.std(axis=0, ddof=1) if len(values) > 1 else None
    return sorted(common), values.mean(axis=0), deviation


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


@contextlib.contextmanager
def _figure(panels, columns=None, sharey=True):
    """A figure of panels in the style of the page."""
    import matplotlib
    from matplotlib.figure import Figure

    rows = -(-panels // columns) if columns else 1
    legend = -(-panels // 6) if columns is None else 1
    size = (10.4, 3.0 * rows + 0.25 * legend)
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=size, dpi=150, layout="constrained")
        axes = figure.subplots(rows, columns or 2, sharey=sharey, squeeze=False)
        for axis in axes.flat:
            axis.xaxis.get_major_locator().set_params(nbins=6, integer=True)
        yield figure, list(axes.flat)


def _png(figure):
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()
