"""The model card: what a saved generator is, and how to make it again."""

import dataclasses
import datetime
import functools
import json
from pathlib import Path

import keras
import tensorflow as tf

import tfgan_zoo
from tfgan_zoo import sampling

FILE = "model_card.json"


def of(gan, product) -> dict:
    """What is known of a product of an `AdversarialModel`, for its card."""
    return {
        "objective": type(gan).__name__,
        "steps": int(gan.step.numpy()),
        "seed": gan.seed,
        **of_network(product.network),
        **_of_type(product),
        "averaged": product.network is not gan.generator,
    }


@functools.singledispatch
def _of_type(product):
    """What a product is fed, and with what."""
    raise TypeError(f"A product is of a type of `sampling`. Received: {product!r}")


@_of_type.register
def _(product: sampling.Sampler):
    return {
        "kind": "generator",
        "latent_dim": product.latent_dim,
        "latent_law": product.prior.name,
        **dataclasses.asdict(product.prior),
        "num_classes": product.num_classes,
    }


@_of_type.register
def _(product: sampling.Translator):
    shape = list(product.network.inputs[0].shape[1:])
    return {"kind": "translator", "input_shape": shape}


@_of_type.register
def _(product: sampling.Classifier):
    shape = list(product.network.inputs[0].shape[1:])
    return {"kind": "classifier", "input_shape": shape}


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
