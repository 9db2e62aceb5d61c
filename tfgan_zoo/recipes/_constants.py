"""Constants of recipes: keyword arguments of a function, and how texts set them."""

import dataclasses
import inspect
import math
import types
import typing

from tfgan_zoo.nearest import nearest


@dataclasses.dataclass(frozen=True)
class Constant:
    """A constant of a recipe: a keyword argument of its function.

    Attributes:
        name: of the argument.
        type: int, float, bool or str.
        default: its value; None where it follows from the examples.
        choices: the words that it may be; empty where any will do.
    """

    name: str
    type: type
    default: object
    choices: tuple[str, ...] = ()

    def parse(self, text: str):
        """The value that a text stands for.

        Raises:
            ValueError: it is no value of the constant's type, or none of its choices.
        """
        try:
            if self.type is bool:
                return {"true": True, "false": False}[text.lower()]
            value = self.type(text)
        except (KeyError, ValueError):
            raise ValueError(
                f"The constant {self.name} is {_WORDS[self.type]}, {self.default} by "
                f"default. Received: {text!r}"
            ) from None
        if self.choices:
            self.check(value)
        return value

    def check(self, value):
        """Raises `ValueError` for a number or a word that the constant cannot be."""
        if self.choices and value not in self.choices:
            raise ValueError(
                f"The constant {self.name} is one of {', '.join(self.choices)}."
                f"{nearest(str(value), self.choices)} Received: {value!r}"
            )
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"The constant {self.name} is no finite number: {value}.")
        # 0 where that is the default, and leaves something out.
        if self.type is int and self.default != 0 and value < 1:
            raise ValueError(
                f"The constant {self.name} is at least 1, and {self.default} by "
                f"default. Received: {value}"
            )


_WORDS = {
    bool: "true or false",
    float: "a number",
    int: "a whole number",
    str: "a word",
}


def of(function) -> dict[str, Constant]:
    """Name of each keyword-only argument of a function, and what it is.

    Raises:
        ValueError: an argument without a default, or of a type that no text can give.
    """
    hints = typing.get_type_hints(function)
    parameters = inspect.signature(function).parameters.values()
    return {
        p.name: _constant(p.name, hints.get(p.name, type(p.default)), p.default)
        for p in parameters
        if p.kind is p.KEYWORD_ONLY
    }


def unknown(recipe: str, name: str, known) -> ValueError:
    """The error for a name that is no constant of a recipe."""
    return ValueError(
        f"The recipe {recipe} has no constant {name!r}.{nearest(name, known)} Its "
        f"constants: {', '.join(known)}."
    )


def _constant(name, hint, default):
    """A constant, of a hint as `int | None` or `Literal["adam", "sgd"]`."""
    choices = ()
    if typing.get_origin(hint) is typing.Literal:
        choices = typing.get_args(hint)
        hint = str if all(isinstance(choice, str) for choice in choices) else hint
    kinds = {hint}
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        kinds = set(typing.get_args(hint)) - {type(None)}
    if (
        len(kinds) != 1
        or not kinds <= set(_WORDS)
        or default is inspect.Parameter.empty
    ):
        raise ValueError(
            f"The constant {name} of a recipe needs a default, and a type of int, "
            "float, bool or str, as in `width: int = 64`, or words to choose from, as "
            'in `optimizer: Literal["adam", "sgd"] = "adam"`.'
        )
    return Constant(name, kinds.pop(), default, choices)
