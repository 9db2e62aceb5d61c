"""Command lines: flags, help, and errors as messages."""

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from absl import logging

from tfgan_zoo import atomic, extras, flags
from tfgan_zoo.flags import Flag
from tfgan_zoo.runs import directory, process, validation

# What several commands have.
MODEL = Flag(
    "model",
    "a pretrained model by its name, or the path of a model or a version",
    required=True,
)
MODEL_BASE = Flag(
    "model_base", "folder of NAME/VERSION/saved_model.pb; the pretrained models"
)
HOST = Flag("host", "address to listen at; 0.0.0.0 for all", "127.0.0.1")
OUTPUT = Flag("output", "the directory to write to", required=True)


def line(program: str, known: Sequence[Flag], values) -> str:
    """The command line that gives the same flags."""
    return directory.command_line(program, flags.given(known, values))


def entry_points(module: str, known: Sequence[Flag], function: Callable) -> tuple:
    """`main` and `run` of a script, which parse its flags and say in words what failed.

    `--help` prints the module's docstring and its flags. An expected error is printed
    as one message; with --verbosity=1 it comes with its traceback. A module that is
    run as a program, by `python -m`, is run here and now.

    Args:
        module: `__name__` of the script.
        known: its flags.
        function: of their values; returns the exit status.

    Returns:
        `main(argv=None)`, which returns the exit status and may be called many times
        in one process; and `run()`, which ends the process with it.
    """

    def main(argv=None) -> int:
        arguments = sys.argv[1:] if argv is None else [str(word) for word in argv]
        program = f"tfgan-{module.rpartition('.')[2].replace('_', '-')}"
        if module == "__main__":
            program = os.path.basename(sys.argv[0])
        try:
            doc = getattr(sys.modules.get(module), "__doc__", "")
            values = flags.parsed(doc, known, program, arguments)
        except SystemExit as end:
            return end.code
        if values.verbosity <= 0:
            logging.set_verbosity(logging.WARNING)
        call = functools.partial(function, values)
        return process.guarded(program, call, traceback=values.verbosity > 0)

    def run():
        sys.exit(main())

    if module == "__main__":
        run()
    return main, run


@contextlib.contextmanager
def extra(name: str, what: str):
    """Says which extra to install if an import of the program that needs it fails.

    Args:
        name: of the extra, and of the program: tfgan-NAME.
        what: the extra is for, in words.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ValueError(
            f"tfgan-{name} needs {error.name}. Install what {what} with: "
            f"{extras.command(name)}"
        ) from error


def new_file(name: str | None):
    """The path of a file to write, None if none is asked for.

    Raises:
        OSError: it is there already, or cannot be written.
    """
    path = Path(name).expanduser() if name else None
    if path:
        validation.check_new_file("output", path)
    return path


def write_json(path, content: dict):
    """Writes JSON to a path of `new_file`, and says so; nothing to None."""
    if path is None:
        return
    atomic.write_json(path, content, replace=False)
    print(f"Wrote {path}")
