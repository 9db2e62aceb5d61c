"""The numbers behind a figure, as JSON that any reader understands."""

import json
from pathlib import Path

import numpy as np

from tfgan_zoo import atomic


def write(numbers, file: Path):
    """Writes a NamedTuple of arrays and floats, whole or not at all.

    JSON knows no infinity: these and NaN are written as "inf", "-inf" and "nan".

    Args:
        numbers: of a topic.
        file: to write to.
    """
    table = {name: _plain(value) for name, value in numbers._asdict().items()}
    rows = (f"  {json.dumps(name)}: {json.dumps(v)}" for name, v in table.items())
    atomic.write_text(file, "{\n" + ",\n".join(rows) + "\n}\n")


def read(kind, file: Path):
    """The numbers that a file holds.

    Args:
        kind: the NamedTuple's class.
        file: that `write` wrote.

    Raises:
        ValueError: the file holds other names than `kind`.
    """
    table = atomic.read_json(file)
    if set(table) != set(kind._fields):
        raise ValueError(
            f"{file} holds {sorted(table)}, expected {sorted(kind._fields)}: it is of "
            "another version of the zoo. Remove it to measure again."
        )
    return kind(**{name: _value(value) for name, value in table.items()})


def _value(plain):
    """An array of what `_plain` made, or a number; whole numbers stay whole."""
    value = np.array(plain)
    if value.dtype.kind == "U":  # Some of it is not finite.
        value = np.array(plain, float)
    return value if value.ndim else value.item()


def _plain(value):
    """Nested lists of numbers, and of strings where these are not finite."""
    value = np.asarray(value)
    if value.ndim:
        return [_plain(part) for part in value]
    if value.dtype.kind in "iub":
        return int(value)
    # Nine digits keep a float32 as it is.
    return float(f"{value:.9g}") if np.isfinite(value) else str(float(value))
