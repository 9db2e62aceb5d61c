"""Validation of plain values: their types and bounds."""

import os
from collections.abc import Mapping
from pathlib import Path

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


def check_writable(name: str, path):
    """Raises `OSError` unless a folder can be made or filled at a path.

    Args:
        name: of the flag.
        path: to check, which need not be there; nothing is written.
    """
    path = Path(path).expanduser()
    above = (path, *path.absolute().parents)
    place = next(p for p in above if os.path.lexists(p))
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        why = "may not be written to by you" if place.is_dir() else "is no folder"
        raise OSError(
            f"--{name}={path} cannot be written: {place} {why}. Choose a folder that "
            "you may write to."
        )


def check_new_file(name: str, path):
    """Raises `OSError` unless a new file or folder can be made at a path.

    Args:
        name: of the flag.
        path: to check; nothing is written.
    """
    path = Path(path).expanduser()
    if os.path.lexists(path):
        raise FileExistsError(f"{path} exists. Choose another --{name}, or remove it.")
    check_writable(name, path)
