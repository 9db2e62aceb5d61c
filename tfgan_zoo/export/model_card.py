"""The model card: what a saved generator is, and how to make it again."""

import datetime
import json
from pathlib import Path

from tfgan_zoo import atomic, environment, sampling, templates

FILE = "model_card.json"
# Of what the zoo reads of a card, where it has it.
_KINDS = {
    **dict.fromkeys(("command", "dataset", "kind", "latent_law", "name"), str),
    **dict.fromkeys(("objective", "recipe"), str),
    **dict.fromkeys(("latent_dim", "parameters", "steps"), int),
    **dict.fromkeys(("measured", "scores"), dict),
    **dict.fromkeys(("input_shape", "output_shape"), list),
    "also_for": list,
    "classes": list | None,
    "num_classes": int | None,
}
_TEMPLATES = templates.environment(Path(__file__).with_name("templates"))


def of(gan, product) -> dict:
    """What is known of a product of an `AdversarialModel`, for its card."""
    return {
        "objective": type(gan).__name__,
        "steps": int(gan.step.numpy()),
        "seed": gan.seed,
        **of_network(product.network),
        **product.card(),
        "averaged": product.network is not gan.generator,
    }


def of_network(network) -> dict:
    """What is known of any network, for its card."""
    return {
        "output_shape": list(network.outputs[0].shape[1:]),
        "parameters": network.count_params(),
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "versions": environment.versions(),
    }


def write(directory, card: dict):
    """Writes the card as JSON and as Markdown."""
    directory = Path(directory)
    atomic.write_json(directory / FILE, card)
    atomic.write_text(directory / "model_card.md", to_markdown(card))


def read(directory) -> dict:
    """The card of a saved model, empty if it has none.

    Raises:
        ValueError: the file is no card, or says what no card says; the message names
            it.
    """
    file = Path(directory) / FILE
    try:
        card = json.loads(file.read_text()) if file.exists() else {}
        if not isinstance(card, dict):
            raise ValueError(f"it holds a {type(card).__name__}, where names are")
        for name in _KINDS.keys() & card.keys():
            if not isinstance(card[name], _KINDS[name]):
                raise ValueError(f"its {name!r} is {card[name]!r}")
        for name in ("input_shape", "output_shape"):
            if not all(isinstance(length, int) for length in card.get(name, ())):
                raise ValueError(f"its {name!r} is {card[name]!r}")
        for name in ("latent_dim", "num_classes"):
            if card.get(name) is not None and card[name] < 1:
                raise ValueError(f"its {name!r} is {card[name]!r}")
        if "latent_law" in card:
            sampling.from_card(card)
            if "latent_dim" not in card:
                raise ValueError("it has no 'latent_dim'")
    except (OSError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise ValueError(
            f"{file} is no model card: {error}. Export the model again, or remove the "
            "file."
        ) from error
    return card


def to_markdown(card: dict) -> str:
    """The card as a page: a table of what it is, and one of each group of numbers."""
    groups = {key: value for key, value in card.items() if isinstance(value, dict)}
    shown = card.keys() - groups.keys() - {"name", "kind", "command"}
    about = {key: value for key, value in card.items() if key in shown}
    page = render("model_card.md.j2", card=card, about=about, groups=groups, cell=_cell)
    # The path of a dataset need not be UTF-8.
    return page.encode("utf-8", "backslashreplace").decode()


def render(template: str, **values) -> str:
    """What is told of a card, as Markdown.

    Args:
        template: name of a file in `templates/`.
        **values: that it asks for.
    """
    return _TEMPLATES.get_template(template).render(values)


def _cell(value):
    """A value as a cell of a table."""
    if isinstance(value, list):
        numbers = all(isinstance(part, int) for part in value)
        return (" x " if numbers else ", ").join(map(str, value))
    return f"{value:.4g}" if isinstance(value, float) else value
