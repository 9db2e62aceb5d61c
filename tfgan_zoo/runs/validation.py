"""Validation of plain values: their types and bounds."""

import os
from collections.abc import Mapping

_WORDS = {
    int: "a whole number",
    str: "a word",
    bool: "true or false",
    tuple: "a list",
    Mapping: "names with values",
}


def check(name: str, value, expected: tuple[type, bool], bounds: Mapping):
    """Raises `ValueError` unless a value is of its type, and in its bounds.

    Args:
        name: of the value, for the message.
        value: to check.
        expected: its type, and whether it may be None.
        bounds: "lower_bound" of a number, "choices" of a word, or neither.
    """
    kind, optional = expected
    if value is None and optional:
        return
    lowest, choices = bounds.get("lower_bound"), bounds.get("choices")
    known = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if not known or (choices and value not in choices):
        words = f"one of {', '.join(choices)}" if choices else _WORDS[kind]
        raise ValueError(f"`{name}` is {words}. Received: {value!r}")
    if lowest is not None and value < lowest:
        raise ValueError(f"`{name}` is at least {lowest}. Received: {value!r}")


def check_path(name: str, path):
    """Raises `ValueError` for a path that is not UTF-8: TensorFlow cannot write there.

    Args:
        name: of the flag.
        path: to check; None is no path.
    """
    text = os.fsencode(path or "").decode("utf-8", "backslashreplace")
    if path is not None and text != str(path):
        raise ValueError(
            f"--{name}={text} is not UTF-8, and TensorFlow writes to no other path. "
            "Choose another name."
        )
