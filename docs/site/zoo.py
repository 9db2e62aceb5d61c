"""Pages of the zoo: one for each recipe, made of what the repository knows about it.

A hook of MkDocs. A page holds the recipe's docstring and source, the docstring of its
objective with the formula and the algorithm, and, of each model of it that is shipped,
samples and the numbers of its card. Nothing names a recipe here: a new one has a page.
"""

import inspect
import shlex
import tempfile
from pathlib import Path

from mkdocs.structure.files import File

from tfgan_zoo import objectives, recipes
from tfgan_zoo.export import model_card, shipped
from tfgan_zoo.training import AdversarialModel

BESIDE = {"_of_test_split": "the test split", "_of_noise": "noise"}


def on_config(config):
    """Lists the pages below the section of the zoo."""
    (zoo,) = (entry for entry in config.nav if "The zoo" in entry)
    names = recipes.available()
    zoo["The zoo"] = ["zoo/index.md", *(f"zoo/{name}.md" for name in names)]


def on_files(files, config):
    """Adds the pages and their pictures."""
    made = {"zoo/index.md": index()}
    for name in recipes.available():
        made[f"zoo/{name}.md"] = page(name)
        for card in cards(name):
            if draws(card):
                made[f"zoo/{card['name']}.png"] = picture(card)
    for uri, content in made.items():
        files.append(File.generated(config, uri, content=content))
    return files


def index() -> str:
    """Every recipe with a picture, then what the README says of the shipped models."""
    lines = ["# The zoo", "", '<div class="grid cards" markdown>', ""]
    for name in recipes.available():
        lines += [f"-   **[{name}]({name}.md)**", ""]
        for card in filter(draws, cards(name)):
            lines += [f"    [![Samples]({card['name']}.png)]({name}.md)", ""]
        lines += [f"    {summary(recipes.get(name))}", ""]
    lines += ["</div>", "", "## Ready-made generators", ""]
    return "\n".join([*lines, "<!-- README: Ready-made generators -->", ""])


def page(name: str) -> str:
    """The page of a recipe."""
    recipe = recipes.get(name)
    objective = objective_of(recipe)
    _, _, text = recipe.doc.partition("\n\n")
    about, _, departures = text.partition("Departures: ")
    models = [_model(card) for card in cards(name)] or [
        "No model of this recipe is shipped; the command above trains one."
    ]
    api = f"../api/objectives.md#tfgan_zoo.objectives.{objective}"
    parts = [
        f"# {name}",
        f"**{summary(recipe)}**",
        about.strip(),
        f"## Objective: [`{objective}`]({api})",
        _directive(f"tfgan_zoo.objectives.{objective}"),
        f"```python\n{_code(inspect.getsource(getattr(objectives, objective)))}\n```",
        *models,
        "## Departures of the recipe",
        departures[:1].upper() + departures[1:],
        "## The recipe",
        f"`tfgan_zoo/recipes/{recipe.file.name}`; to change the science, copy it: "
        f"`tfgan-train --recipe={name} --print_recipe` prints it, and "
        "`--recipe=PATH` runs your copy.",
        _constants(recipe),
        f"```python\n{_code(recipe.file.read_text())}\n```",
    ]
    return "\n\n".join(parts)


def summary(recipe) -> str:
    """The first line of its docstring."""
    return recipe.doc.splitlines()[0]


def objective_of(recipe) -> str:
    """Name of the one objective that the file of a recipe imports."""
    (objective,) = (
        value.__name__
        for value in recipe.function.__globals__.values()
        if inspect.isclass(value) and issubclass(value, AdversarialModel)
    )
    return objective


def cards(recipe: str) -> list[dict]:
    """Cards of the shipped models that a recipe trained."""
    place = shipped.directory()
    known = (model_card.read(place / name / "1") for name in shipped.available())
    return [card for card in known if card.get("recipe") == recipe]


def draws(card: dict) -> bool:
    """Whether a model makes images."""
    return card["kind"] != "classifier"


def command(card: dict) -> str:
    """The command that draws the picture of a model."""
    name = card["name"]
    if card["kind"] == "translator":
        num = 8
    else:
        num = 6 * card["num_classes"] if card.get("num_classes") else 64
    return f"tfgan-sample --model={name} --num={num} --output={name}.png"


def picture(card: dict) -> bytes:
    """What `command` writes."""
    from tfgan_zoo.scripts import sample

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{card['name']}.png"
        _, *arguments = shlex.split(command(card))
        if status := sample.main([*arguments, f"--output={file}"]):
            raise RuntimeError(f"{command(card)} ended with status {status}.")
        return file.read_bytes()


def numbers(group: dict) -> str:
    """One group of numbers of a card, and how they were measured.

    Those of the test split and of noise stand beside those of the model.
    """
    values = {key: value for key, value in group.items() if key != "protocol"}
    own = [key for key in values if not key.endswith(tuple(BESIDE))]
    beside = [end for end in BESIDE if any(f"{key}{end}" in values for key in own)]
    heads = ["", "the model", *(BESIDE[end] for end in beside)]
    rows = [heads, ["---"] * len(heads)]
    for key in own:
        row = [values[key], *(values.get(f"{key}{end}", "") for end in beside)]
        rows.append([key.replace("_", " "), *map(_number, row)])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    protocol = group["protocol"]
    return f"{table}\n\n{protocol[0].upper()}{protocol[1:]}."


def _model(card):
    """What a shipped model is worth, what it draws, and how it was made."""
    size = " x ".join(map(str, card["output_shape"]))
    parts = [f"## The shipped model `{card['name']}`"]
    if draws(card):
        parts += [
            f"![What {card['name']} draws]({card['name']}.png)",
            f"```\n{command(card)}\n```",
        ]
    parts += [numbers(card[group]) for group in ("measured", "scores") if group in card]
    parts += [
        f"A {card['kind']} of {card['parameters']:,} parameters, for {size} outputs. "
        f"It learnt from `{card['dataset']}` in {card['steps']:,} steps, by",
        f"```\n{card['command']}\n```",
    ]
    return "\n\n".join(parts)


def _number(value):
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _constants(recipe):
    """A table of the constants that `--set NAME=VALUE` changes."""
    rows = ["| constant | by default |", "|---|---|"]
    for constant in recipe.constants.values():
        default = constant.default
        shown = "as the examples ask" if default is None else f"`{default}`"
        rows.append(f"| `{constant.name}` | {shown} |")
    return "\n".join(rows)


def _code(source):
    """The source of a recipe or of a class without its docstring."""
    head, _, body = source.split('"""', 2)
    return f"{head.rstrip()}\n{body.strip(chr(10))}".strip()


def _directive(name):
    """The docstring of an objective; its heading is on the page of the API."""
    options = (
        *("show_root_heading", "show_root_toc_entry"),
        *("show_bases", "show_source", "members"),
    )
    lines = [f"::: {name}", "    options:"]
    return "\n".join([*lines, *(f"      {option}: false" for option in options)])
