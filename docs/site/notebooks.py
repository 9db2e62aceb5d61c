"""The page that names the notebooks, and the notebooks themselves beside it.

A hook of MkDocs. A notebook holds no outputs, so that there is nothing to show of it
but what it is about: its title and its first sentence.
"""

import json
from pathlib import Path

from mkdocs.structure.files import File

FOLDER = Path(__file__).parents[2] / "notebooks"


def on_files(files, config):
    """Adds the page and the notebooks."""
    files.append(File.generated(config, "notebooks.md", content=index()))
    for path in FOLDER.glob("*.ipynb"):
        uri = f"notebooks/{path.name}"
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def index() -> str:
    """Every notebook with what it is about."""
    lines = [
        "# Notebooks",
        "Each runs from its first cell to its last on two processor cores, and asks "
        "the network for nothing once the zoo is installed.",
    ]
    for path in sorted(FOLDER.glob("*.ipynb")):
        title, sentence = about(path)
        link = f"[`notebooks/{path.name}`](notebooks/{path.name})"
        lines += [f"## {title}", f"{sentence} {link}"]
    return "\n\n".join([*lines, ""])


def about(path: Path) -> tuple[str, str]:
    """Title and first sentence of a notebook."""
    first = json.loads(path.read_text("utf-8"))["cells"][0]["source"]
    title, _, text = "".join(first).partition("\n\n")
    sentence, _, _ = " ".join(text.split()).partition(". ")
    return title.removeprefix("# "), f"{sentence.rstrip('.')}."
