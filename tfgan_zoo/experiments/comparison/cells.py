"""Cells of the tables of a comparison: names in colour, numbers with deviations."""

from tfgan_zoo.experiments.comparison import plots
from tfgan_zoo.experiments.comparison.markup import Markup, tag, text


def named(recipe, runs) -> Markup:
    """The recipe behind a stroke of its colour, as HTML."""
    number = list(dict.fromkeys(run.recipe for run in runs)).index(recipe)
    look = plots.style(number)
    dashes = {"-": "solid", "--": "dashed", ":": "dotted"}[look["ls"]]
    stroke = f"border-color:{look['color']};border-top-style:{dashes}"
    return Markup(tag("span", class_="swatch", style=stroke) + text(recipe))


def spread(value: dict, factor: float = 1.0, digits: int | None = None) -> str:
    """A mean and its deviation, if there is one, in the same unit.

    Args:
        value: of `scores.statistics`.
        factor: of the unit.
        digits: behind the point; by default as many as show the deviation, or three
            significant ones of the mean, and three at most.
    """
    mean, deviation = value["mean"] * factor, value["deviation"]
    if digits is None:
        sizes = [abs(mean) / 100, (deviation or 0) * factor]
        size = min((size for size in sizes if size), default=1)
        digits = 0 if size >= 1 else 1 if size >= 0.1 else 2 if size >= 0.01 else 3
    if deviation is None:
        return f"{mean:.{digits}f}"
    return f"{mean:.{digits}f} ± {deviation * factor:.{digits}f}"
