"""Cells of the tables of a comparison: names in their colour, numbers as they deserve."""

from tfgan_zoo.scripts import compare_curves
from tfgan_zoo.scripts.compare_html import Markup, tag, text


def named(recipe, runs) -> Markup:
    """The recipe behind a stroke of its colour, as HTML."""
    number = list(dict.fromkeys(run.recipe for run in runs)).index(recipe)
    look = compare_curves.style(number)
    dashes = {"-": "solid", "--": "dashed", ":": "dotted"}[look["ls"]]
    stroke = f"border-color:{look['color']};border-top-style:{dashes}"
    return Markup(tag("span", class_="swatch", style=stroke) + text(recipe))


def spread(value: dict, factor: float = 1.0) -> str:
    """A mean and its deviation to as many digits as they deserve."""
    mean, deviation = value["mean"] * factor, value["deviation"]
    size = abs(mean)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 4
    if deviation is None:
        return f"{mean:.{digits}f}"
    return f"{mean:.{digits}f} ± {deviation * factor:.{digits}f}"
