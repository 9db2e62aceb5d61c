"""An item in a process of its own: what it kept is there however it ends."""

import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import report
from benchmarks.gpu import sizes

_ITEMS = "benchmarks.gpu.items"


def items() -> dict:
    """Name to module of each item, in the order of their turns."""
    names = pkgutil.iter_modules(importlib.import_module(_ITEMS).__path__)
    modules = {m.name: importlib.import_module(f"{_ITEMS}.{m.name}") for m in names}
    return dict(sorted(modules.items(), key=lambda named: named[1].PLACE))


def run(name: str, cpu: bool, seconds: float) -> dict:
    """Runs an item.

    Args:
        name: of the item.
        cpu: whether to rehearse it on the CPU.
        seconds: its time limit.

    Returns:
        "rows", as far as they came, "seconds" that it took, and "error", None or why it
        did not end well.
    """
    if seconds <= 0:
        return {"rows": [], "seconds": 0.0, "error": "there was no time left"}
    # Two processes share a GPU where none takes all of its memory.
    settings = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_FORCE_GPU_ALLOW_GROWTH": "true"}
    if cpu:
        settings["CUDA_VISIBLE_DEVICES"] = "-1"
    started, error = time.monotonic(), None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows"
        file.touch()
        command = [sys.executable, "-m", __name__, name, file]
        try:
            answer = subprocess.run(
                [*command, "cpu"] if cpu else command,
                env=os.environ | settings,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                timeout=seconds,
            )
            if answer.returncode:
                status = f"status {answer.returncode}"
                error = [status, *answer.stderr.strip().splitlines()][-1]
        except subprocess.TimeoutExpired:
            error = f"it took longer than {seconds:.0f} s"
        *lines, _ = file.read_text().split("\n")  # The last may be cut off.
    rows = [json.loads(line) for line in lines]
    return {"rows": rows, "seconds": time.monotonic() - started, "error": error}


def tables(rows: list[dict]):
    """Tables of rows, one for all that have the same columns.

    Lists, such as the samples of each round, are for the file alone.
    """
    shown = [
        {key: value for key, value in row.items() if not isinstance(value, list)}
        for row in rows
    ]
    while shown:
        alike = [row for row in shown if list(row) == list(shown[0])]
        yield report.table(alike)
        shown = [row for row in shown if list(row) != list(shown[0])]


def main(name: str, file: str, cpu: str = ""):
    """Writes each row of an item to a file, one a line, as soon as it is there."""
    size = sizes.REHEARSAL if cpu else sizes.WHOLE
    with open(file, "w", buffering=1) as rows:
        for row in items()[name].rows(size):
            rows.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
