"""Flags made of the fields of `RunConfig`, and a `RunConfig` made of flags."""

import dataclasses

from tfgan_zoo import recipes
from tfgan_zoo.flags import Flag
from tfgan_zoo.runs import RunConfig, config, recipe_file

NAMES = tuple(field.name for field in dataclasses.fields(RunConfig))
_WIDTH = Flag(
    "width",
    "channels of the networks; the same as --set=width=N",
    type=int,
    min=1,
)


def of(*names: str, minimums: dict | None = None, **defaults) -> list[Flag]:
    """The flags of some fields.

    Args:
        *names: of the fields; "constants" gives --set and --width.
        minimums: where a command has others.
        **defaults: where a command has others.
    """
    known = {field.name: field for field in dataclasses.fields(RunConfig)}
    made = []
    for name in names:
        if name == "constants":
            about = known[name].metadata["help"]
            made += [Flag("set", about, type=list, repeated=True), _WIDTH]
        else:
            made.append(_flag(known[name], defaults.get(name, known[name].default)))
    return [
        dataclasses.replace(flag, min=(minimums or {}).get(flag.name, flag.min))
        for flag in made
    ]


def width(about: str, default: int | None = None) -> Flag:
    """The flag of the one constant that nearly every recipe has, for its own text."""
    return dataclasses.replace(_WIDTH, about=about, default=default)


def config_of(values, **fixed) -> RunConfig:
    """The configuration that flags ask for.

    Args:
        values: of `flags.parse`.
        **fixed: fields in place of what the flags say.

    Raises:
        ValueError: a constant that the recipe does not have, or of another type.
    """
    flags = {name: values[name].value for name in NAMES if name in values}
    if "set" in values:
        flags["constants"] = constants(flags["recipe"], values.set, values.width)
    return RunConfig(**{**flags, **fixed})


def constants(recipe: str, texts: list[str] | None, width: int | None) -> dict:
    """The constants that --set and --width give.

    Raises:
        ValueError: another form, an unknown name, another type, or both give the width.
    """
    # Imports TensorFlow, and is left out where nothing asks for it.
    given = recipe_file.find(recipe).parse(texts) if texts else {}
    if width is None:
        return given
    if "width" in given:
        raise ValueError("--width is the same as --set=width=N; give one of them.")
    return {**given, "width": width}


def check_recipe(name: str):
    """Raises `ValueError` for a name that is no recipe's, without running any."""
    if not recipe_file.is_file(name) and name not in recipes.available():
        raise recipes.unknown(name)


def _flag(field, default):
    kind, _ = config.hint(field.name)
    bounds = field.metadata
    return Flag(
        field.name,
        bounds["help"],
        None if default is dataclasses.MISSING else default,
        type={tuple: list}.get(kind, kind),
        required=field.default is dataclasses.MISSING and default is field.default,
        min=bounds.get("lower_bound"),
        choices=bounds.get("choices", ()),
        check=check_recipe if field.name == "recipe" else None,
    )
