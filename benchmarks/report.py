"""Reports of benchmarks: a table on the screen, and all samples in a file."""

import shlex
import sys

from tfgan_zoo import atomic, environment, flags
from tfgan_zoo.flags import Flag

BUSY = 0.25  # Load for each core, above which other work is in the way.


def options(doc: str, *own: Flag, **numbers):
    """The values of a benchmark's flags; it ends where they are wrong.

    Args:
        doc: of the module, which --help prints.
        *own: flags of this benchmark.
        **numbers: --rounds and the size of a turn, as --steps, with their defaults.
    """
    shared = [
        Flag(name, "of a turn, or of turns", size, type(size))
        for name, size in numbers.items()
    ]
    return flags.parsed(doc, [*own, *shared, Flag("json", "a file for all samples")])


def new_record(module: str, **settings) -> dict:
    """A record to add figures to, of what these depend on: command and environment.

    Args:
        module: that was run.
        **settings: of the run, as the number of rounds.
    """
    arguments = [a for a in sys.argv[1:] if not a.startswith("--json")]
    known = environment.environment()
    known["versions"] |= environment.versions(("torch",))
    load, cores = known["machine"]["load_at_start"], known["machine"]["cores"]
    if load > BUSY * cores:
        # PyTorch's threads wait for each other at every layer: where one finds its
        # core taken, all stand still, and it looks several times as slow as it is.
        print(
            f"This machine is busy, its load is {load:.1f} on {cores} cores: these "
            "figures compare nothing. Wait until it is idle.",
            file=sys.stderr,
        )
    return {
        "command": shlex.join(["python", "-m", module, *arguments]),
        **known,
        **settings,
    }


def write(file, record: dict):
    """Writes a record as JSON, if a file is named."""
    if file:
        atomic.write_json(file, record, indent=1)
        print(f"wrote {file}")


def table(rows) -> str:
    """Rows, dictionaries with the same keys, as a table in Markdown."""
    rows = list(rows)
    cells = [list(rows[0]), *([_text(v) for v in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in cells
    )


def times(ratio: dict) -> str:
    """A ratio in words, with its spread."""
    return f"{ratio['median']:.2f}x ({ratio['min']:.2f}-{ratio['max']:.2f})"


def _text(value):
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
