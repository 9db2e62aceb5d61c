"""Flags of command lines.

```pycon
>>> from tfgan_zoo import flags
>>> known = [flags.Flag("num", "number of samples", 64, int, min=1)]
>>> flags.parse(known, ["--num=4"]).num
4
```
"""

import dataclasses
import functools
import math
import os
import sys
from collections.abc import Callable, Sequence

from absl import flags

__all__ = ["Flag", "given", "parse", "parsed"]

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
            kind = flags.DEFINE_multi_enum if self.repeated else flags.DEFINE_enum
            define = functools.partial(kind, enum_values=self.choices)
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


def parsed(
    doc: str,
    known: Sequence[Flag],
    program: str | None = None,
    arguments: Sequence[str] | None = None,
) -> flags.FlagValues:
    """The values of a program's flags; the program ends where they are wrong.

    Args:
        doc: what `--help` prints, before the flags.
        known: its flags.
        program: its name; by default that of this process, as is what follows.
        arguments: of its command line.

    Raises:
        SystemExit: 0 after `--help`, and 1 after the message that a flag is wrong.
    """
    program = program or os.path.basename(sys.argv[0])
    arguments = sys.argv[1:] if arguments is None else arguments
    if {"--help", "-help", "-h"} & set(arguments):
        print(f"{doc.strip()}\n")
        print(parse([dataclasses.replace(f, required=False) for f in known], []))
        sys.exit(0)
    try:
        return parse(known, arguments)
    except flags.Error as error:
        print(f"{program}: {error}\nSee {program} --help.", file=sys.stderr)
        sys.exit(1)
