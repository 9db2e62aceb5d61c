"""Pages of the zoo: one for each recipe, made of what the repository knows about it.

A hook of MkDocs. A page holds the recipe's docstring and source, the docstring of its
objective with the formula and the algorithm, and, of each pretrained model of it,
samples and the numbers of its card. Nothing names a recipe here: a new one has a page.
"""

import inspect
import tempfile
from pathlib import Path

import generated

from tfgan_zoo import recipes
from tfgan_zoo.export import model_card, pretrained
from tfgan_zoo.scripts import sample

COLUMNS = {"": "the model", "_of_test_split": "the test split", "_of_noise": "noise"}


def on_config(config):
    """Lists the pages below the section of the zoo."""
    (zoo,) = (entry for entry in config.nav if "The zoo" in entry)
    names = recipes.available()
    zoo["The zoo"] = ["zoo/index.md", *(f"zoo/{name}.md" for name in names)]


def on_files(files, config):
    """Adds the pages and their pictures."""
    pictures = {
        f"zoo/{card['name']}.png": picture(card)
        for name in recipes.available()
        for card in cards(name)
        if draws(card)
    }
    return generated.add(files, config, pages() | pictures)


def pages() -> dict:
    """Every page by its address."""
    made = {f"zoo/{name}.md": page(name) for name in recipes.available()}
    known = [(recipes.get(name), cards(name)) for name in recipes.available()]
    made["zoo/index.md"] = generated.render("zoo", recipes=known)
    return made


def page(name: str) -> str:
    """The page of a recipe."""
    recipe = recipes.get(name)
    shape = (recipe.image_size, recipe.image_size, 1)
    objective = recipe.setting(shape, 10).objective  # Any classes: nothing is built.
    _, _, text = recipe.doc.partition("\n\n")
    about, _, departures = text.partition("Departures: ")
    return generated.render(
        "recipe",
        recipe=recipe,
        about=about.strip(),
        departures=departures,
        objective=objective,
        objective_source=inspect.getsource(objective),
        cards=cards(name),
    )


def cards(recipe: str) -> list[dict]:
    """Cards of the pretrained models that a recipe trained."""
    place = pretrained.directory()
    known = (model_card.read(place / name / "1") for name in pretrained.available())
    return [card for card in known if card.get("recipe") == recipe]


def draws(card: dict) -> bool:
    """Whether a model makes images."""
    return card["kind"] != "classifier"


def flags(card: dict) -> list[str]:
    """The flags of `tfgan-sample` that draw the picture of a model."""
    name = card["name"]
    if card["kind"] == "translator":
        num = 8
    else:
        num = 6 * card["num_classes"] if card.get("num_classes") else 64
    return [f"--model={name}", f"--num={num}", f"--output={name}.png"]


def picture(card: dict) -> bytes:
    """What `tfgan-sample` draws with these flags."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "picture.png"
        if status := sample.main([*flags(card), f"--output={file}"]):
            raise RuntimeError(
                f"tfgan-sample {flags(card)} ended with status {status}."
            )
        return file.read_bytes()


def columns(numbers: dict) -> dict:
    """Ends of the names of a card's numbers, and whose these are.

    Those of the test split and of noise stand beside those of the model.
    """
    return {
        end: head
        for end, head in COLUMNS.items()
        if any(name.endswith(end) for name in numbers)
    }


def code(source: str) -> str:
    """The source of a recipe or of a class without its docstring."""
    head, _, body = source.split('"""', 2)
    return f"{head.rstrip()}\n{body.strip(chr(10))}".strip()


generated.ENVIRONMENT.tests.update(
    drawn=draws, beside=lambda name: name.endswith(("_of_test_split", "_of_noise"))
)
generated.ENVIRONMENT.filters.update(
    code=code,
    columns=columns,
    flags=flags,
    number=lambda value: f"{value:.4g}" if isinstance(value, float) else value,
)
