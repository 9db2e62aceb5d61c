"""Command lines: flags, help, and errors as messages."""

import contextlib
import dataclasses
import functools
import math
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from absl import flags, logging

from tfgan_zoo import atomic
from tfgan_zoo.runs import directory, process, validation

_DEFINE = {
    bool: flags.DEFINE_boolean,
    float: flags.DEFINE_float,
    int: flags.DEFINE_integer,
    str: flags.DEFINE_string,
    list: flags.DEFINE_list,
}


@dataclasses.dataclass(frozen=True)
class Flag:
    """A flag of a command line.

    Attributes:
        name: without the dashes.
        about: its help text.
        default: its value unless it is given.
        type: of the value: int, float, bool, str or list, of words between commas.
        required: whether it has to be given.
        min: of a number.
        max: of a number.
        choices: of words.
        check: function that raises `ValueError` for a value that is wrong.
        repeated: whether it may be given several times, each time one value.
    """

    name: str
    about: str
    default: object = None
    type: type = str
    required: bool = False
    min: int | None = None
    max: int | None = None
    choices: Sequence[str] = ()
    check: Callable | None = None
    repeated: bool = False

    def define(self, values: flags.FlagValues):
        """Adds the flag to those of a command line."""
        options = {"flag_values": values, "module_name": "flags"}
        define = flags.DEFINE_multi_string if self.repeated else _DEFINE[self.type]
        if self.choices:
            define = functools.partial(flags.DEFINE_enum, enum_values=self.choices)
        elif self.type in (int, float):
            options |= {"lower_bound": self.min, "upper_bound": self.max}
        define(name=self.name, default=self.default, help=self.about, **options)
        flags.register_validator(self.name, self._valid, flag_values=values)

    def _valid(self, value):
        if value is None and self.required:
            raise flags.ValidationError(f"--{self.name} is required")
        for check in (self._check, self.check):
            try:
                if value is not None and check:
                    check(value)
            except ValueError as error:
                raise flags.ValidationError(str(error)) from error
        return True

    def _check(self, value):
        """Raises `ValueError` for what no flag of this type can mean."""
        if value == "":
            raise ValueError("is empty. Leave it out, or give it a value.")
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError("is no finite number.")
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise ValueError("is beyond 64 bits.")


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
_VERBOSITY = Flag("verbosity", "1: errors come with their traceback", 0, int)


def parse(known: Sequence[Flag], arguments: Sequence[str]) -> flags.FlagValues:
    """The values of flags, of one command line alone.

    Raises:
        absl.flags.Error: the arguments are no such flags.
    """
    values = flags.FlagValues()
    for flag in (*known, _VERBOSITY):
        flag.define(values)
    _, *rest = values(["", *arguments])
    if rest:
        raise flags.Error(f"flags begin with --; cannot use {rest}")
    return values


def given(known: Sequence[Flag], values: flags.FlagValues) -> dict:
    """The values of the flags that were given, by their names."""
    return {f.name: values[f.name].value for f in known if values[f.name].present}


def line(program: str, known: Sequence[Flag], values: flags.FlagValues) -> str:
    """The command line that gives the same flags."""
    return directory.command_line(program, given(known, values))


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
        if {"--help", "-help", "-h"} & set(arguments):
            print(f"{sys.modules[module].__doc__.strip()}\n")
            print(parse([dataclasses.replace(f, required=False) for f in known], []))
            return 0
        try:
            values = parse(known, arguments)
        except flags.Error as error:
            print(f"{program}: {error}\nSee {program} --help.", file=sys.stderr)
            return 1
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
            f"pip install 'tfgan-zoo[{name}]'"
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
