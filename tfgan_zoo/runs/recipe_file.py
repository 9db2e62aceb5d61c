"""The recipe of a run: one of the zoo, or a file that the run directory keeps."""

import hashlib
import importlib.util
import shutil
from pathlib import Path

from tfgan_zoo import atomic, recipes

FILE = "recipe.py"


def is_file(name: str) -> bool:
    """Whether what was given for a recipe is the path of a file, and no name."""
    return name.endswith(".py") or "/" in name


def find(name: str):
    """The recipe of a name or in a file.

    Raises:
        ValueError: there is none.
    """
    return recipes.from_file(name) if is_file(name) else recipes.get(name)


def source(name: str) -> str:
    """The text of a recipe's file, which is found without running it.

    Raises:
        ValueError: there is no such recipe.
    """
    if is_file(name):
        return _existing(name).read_text("utf-8")
    if name not in recipes.available():
        raise recipes.unknown(name)
    found = importlib.util.find_spec(f"{recipes.__name__}.{name}")
    return Path(found.origin).read_text("utf-8")


def identity(name: str, record: dict | None, directory: Path) -> dict:
    """What is known of a recipe in the identity of a run.

    Args:
        name: of the recipe, or the path of its file.
        record: of the run as far as there is one.
        directory: of the run.

    Returns:
        "recipe", and for a file "recipe_sha256".

    Raises:
        ValueError: the directory has another file of the name that it is kept by.
    """
    if not is_file(name):
        return {"recipe": name}
    path = _existing(name)
    named = path.stem
    if record and path.resolve() == (directory / FILE).resolve():
        named = record["identity"]["recipe"]
    sha256, kept = _sha256(path), directory / FILE
    known = record["identity"].get("recipe_sha256", sha256) if record else sha256
    if kept.exists() and sha256 == known != _sha256(kept):
        raise ValueError(
            f"{kept} is no copy of {path}, and would be written over. Move it away, or "
            "use another --workdir."
        )
    return {"recipe": named, "recipe_sha256": sha256}


def keep(name: str, directory: Path):
    """Copies the recipe's file into the run directory, unless it is there."""
    kept = directory / FILE
    if not is_file(name):
        return
    path = _existing(name)
    if not kept.exists():
        with atomic.writing(kept) as written:
            shutil.copyfile(path, written)


def of_run(identity: dict, directory: Path):
    """The recipe of a run; a file of one's own is run only from the run directory.

    Raises:
        ValueError: the file there is not the one that the run began with.
    """
    if "recipe_sha256" not in identity:
        return recipes.get(identity["recipe"])
    kept = directory / FILE
    if not kept.is_file() or _sha256(kept) != identity["recipe_sha256"]:
        raise ValueError(
            f"{kept} is not the recipe that the run began with. Put that file back "
            f"(its SHA-256 begins with {identity['recipe_sha256'][:12]})."
        )
    return recipes.from_file(kept)


def _existing(name):
    path = Path(name).expanduser()
    if not path.is_file():
        raise ValueError(f"There is no file {path} to read a recipe from.")
    return path


def _sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
