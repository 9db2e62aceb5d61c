"""Controls of the tabs, and checks of what was chosen."""

import functools
import random

import gradio as gr
import tensorflow as tf

from tfgan_zoo.demo import latents
from tfgan_zoo.export import class_names

IN_TURN = "all in turn"
MAX_SEED = 2**31 - 1
# Of events while one plays: the last one counts, and other programs do not call them.
LIVE = {"trigger_mode": "always_last", "api_visibility": "private"}


def show_errors(function):
    """A handler whose expected errors are shown on the page, in their own words."""

    @functools.wraps(function)
    def wrapper(*arguments):
        try:
            return function(*arguments)
        # A file may go while it is read; a model may be other than its card says.
        except (ValueError, OSError, tf.errors.OpError) as error:
            raise gr.Error(str(error), print_exception=False) from error

    return wrapper


def image(label: str | None = None) -> gr.Image:
    """A place for an image grid, without the button that would share it elsewhere."""
    return gr.Image(
        format="png",
        label=label,
        show_label=label is not None,
        interactive=False,
        buttons=["download", "fullscreen"],
        elem_classes="image-grid",
    )


def whole_number(value, name: str, minimum: int, maximum: int) -> int:
    """A number that was typed, as an integer.

    Raises:
        ValueError: it is missing, no integer, or out of range.
    """
    if value is None or not minimum <= value <= maximum or value != int(value):
        raise ValueError(
            f"{name} is a whole number from {minimum} to {maximum}. Received: {value}"
        )
    return int(value)


def seed(label: str = "Seed", value: int = 0) -> gr.Number:
    """A field for a seed."""
    return gr.Number(value, label=label, precision=0, minimum=0, min_width=90)


def checked_seed(value) -> int:
    """The seed that was typed.

    Raises:
        ValueError: it is none.
    """
    return whole_number(value, "The seed", 0, MAX_SEED)


def another_seed() -> int:
    """A seed to be surprised by, short enough to be told."""
    return random.randrange(10_000)


def truncation(card: dict) -> gr.Slider:
    """A slider for the threshold, at the end where it does nothing."""
    distribution = card["latent_law"]
    largest = latents.MAX_THRESHOLD[distribution]
    return gr.Slider(
        0.05,
        largest,
        value=largest,
        step=0.05,
        label="Truncation",
        info=f"Largest magnitude of the {distribution} latents; {largest:g} keeps all.",
    )


def classes(*cards: dict) -> list[str]:
    """Names of the classes that some generators can all be asked for.

    Those that take no labels have no say; without any that does, there are none.
    """
    first, *others = [class_names.names(c) for c in cards if c.get("num_classes")] or [
        []
    ]
    return [name for name in first if all(name in other for other in others)]


def label(*cards: dict) -> gr.Dropdown:
    """A choice of the label; hidden where no generator takes one."""
    names = classes(*cards)
    return gr.Dropdown(
        [IN_TURN, *names], value=IN_TURN, label="Label", visible=bool(names)
    )


def checked_label(card: dict, chosen: str | None) -> int | None:
    """The label that was chosen; None for all in turn, or where there is no choice.

    Raises:
        ValueError: the generator knows no such class.
    """
    if chosen in (None, IN_TURN) or not card.get("num_classes"):
        return None
    return class_names.to_label(card, chosen)
