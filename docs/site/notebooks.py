"""The page that names the notebooks, and the notebooks themselves beside it.

A hook of MkDocs. A notebook holds no outputs, so that there is nothing to show of it
but what it is about: its title and its first sentence.
"""

import json
from pathlib import Path

import generated

FOLDER = Path(__file__).parents[2] / "notebooks"


def on_files(files, config):
    """Adds the page and the notebooks."""
    paths = sorted(FOLDER.glob("*.ipynb"))
    pages = {f"notebooks/{path.name}": path.read_bytes() for path in paths}
    about = [(path.name, *title_and_sentence(path)) for path in paths]
    pages["notebooks.md"] = generated.render("notebooks", notebooks=about)
    return generated.add(files, config, pages)


def title_and_sentence(path: Path) -> tuple[str, str]:
    """Title and first sentence of a notebook."""
    first = json.loads(path.read_text("utf-8"))["cells"][0]["source"]
    title, _, text = "".join(first).partition("\n\n")
    sentence, _, _ = " ".join(text.split()).partition(". ")
    return title.removeprefix("# "), f"{sentence.rstrip('.')}."
