"""The model card: what a saved generator is, and how to make it again."""

import datetime
import json
from pathlib import Path

import keras
import tensorflow as tf

import tfgan_zoo
from tfgan_zoo.training import generators

FILE = "model_card.json"


def of_generator(gan, generator) -> dict:
    """What is known of a generator of an `AdversarialModel`, for its card."""
    if generators.translates(generator):
        fed = {"kind": "translator", "input_shape": list(generator.inputs[0].shape[1:])}
    else:
        fed = {
            "kind": "generator",
            "latent_dim": gan.latent_dim,
            "latent_law": gan.latent_law,
            "num_classes": generators.num_classes(generator),
        }
    return {
        **_of_player(gan, generator),
        **fed,
        "averaged": gan.generator_average is not None,
    }


def of_classifier(gan, network) -> dict:
    """What is known of the classifier of an `AdversarialModel`, for its card."""
    return {
        **_of_player(gan, network),
        "kind": "classifier",
        "input_shape": list(network.inputs[0].shape[1:]),
    }


def _of_player(gan, network):
    return {
        "objective": type(gan).__name__,
        "steps": int(gan.step.numpy()),
        "seed": gan.seed,
        **of_network(network),
    }


def of_network(network) -> dict:
    """What is known of any network, for its card."""
    return {
        "output_shape": list(network.outputs[0].shape[1:]),
        "parameters": network.count_params(),
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "versions": {
            "tfgan-zoo": tfgan_zoo.__version__,
            "tensorflow": tf.__version__,
            "keras": keras.__version__,
        },
        "licence": "Apache-2.0",
    }


def write(directory, card: dict):
    """Writes the card as JSON and as Markdown."""
    directory = Path(directory)
    (directory / FILE).write_text(json.dumps(card, indent=2) + "\n")
    (directory / "model_card.md").write_text(to_markdown(card))


def read(directory) -> dict:
    """The card of a saved model, empty if it has none."""
    file = Path(directory) / FILE
    return json.loads(file.read_text()) if file.exists() else {}


def to_markdown(card: dict) -> str:
    """The card as a page: a table of what it is, and one of each group of numbers."""
    about = {
        key: value
        for key, value in card.items()
        if key not in ("name", "kind", "command") and not isinstance(value, dict)
    }
    lines = [f"# {card['name']}", ""]
    lines += [f"A {card['kind']} trained with {card['objective']}."]
    if "command" in card:
        lines += ["", "```", card["command"], "```"]
    lines += _table(about)
    for heading, group in card.items():
        if isinstance(group, dict):
            numbers = dict(group)
            protocol = numbers.pop("protocol", None)
            lines += ["", f"## {heading.capitalize()}"]
            lines += ["", f"{protocol[0].upper()}{protocol[1:]}."] if protocol else []
            lines += _table(numbers)
    return "\n".join([*lines, ""])


def _table(rows):
    lines = ["", "| | |", "|---|---|"]
    for key, value in rows.items():
        if isinstance(value, list):
            numbers = all(isinstance(part, int) for part in value)
            value = (" x " if numbers else ", ").join(map(str, value))
        elif isinstance(value, float):
            value = f"{value:.4g}"
        if value not in (None, ""):
            lines.append(f"| {key.replace('_', ' ')} | {value} |")
    return lines
