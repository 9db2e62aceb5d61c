"""Pretrained models: those that come with the installation, by name."""

import re
from pathlib import Path

from tfgan_zoo.export import model_card
from tfgan_zoo.nearest import nearest

_PACKAGE = Path(__file__).parents[1]


def directory() -> Path | None:
    """Where they lie: inside the installed package, or beside it in a checkout."""
    places = (_PACKAGE / "saved_models", _PACKAGE.parent / "saved_models")
    return next((place for place in places if place.is_dir()), None)


def model_base(named: str | Path | None):
    """The folder of models that was named; else that of the pretrained ones.

    Raises:
        ValueError: none was named, and none come with this installation.
    """
    place = named or directory()
    if place is None:
        raise ValueError("No models come with this installation; name --model_base.")
    return place


def available() -> list[str]:
    """Names of the models."""
    place = directory()
    if place is None:
        return []
    return sorted(path.name for path in place.iterdir() if (path / "1").is_dir())


def classifier_of(dataset: str) -> str | None:
    """Name of the classifier whose features tell a dataset's images apart, if any.

    That of the dataset itself, or one whose card says that it is for these, too. The
    version that a name may end with, as mnist:3.0.1, makes no difference.
    """
    dataset = re.sub(r":\d+\.\d+\.\d+$", "", dataset)
    known, own = available(), f"{dataset}_classifier"
    if own in known:
        return own
    cards = {name: model_card.read(directory() / name / "1") for name in known}
    others = (n for n, card in cards.items() if dataset in card.get("also_for", ()))
    return next(others, None)


def find(name_or_path: str | Path) -> Path:
    """The folder of a model: a path that exists, or a name.

    Raises:
        ValueError: it is neither; the message lists the names.
    """
    path = Path(name_or_path).expanduser()
    if path.exists():
        return path
    known = available()
    if str(name_or_path) in known:
        return directory() / str(name_or_path)
    raise ValueError(
        f"No saved model at {str(name_or_path)!r}, and no pretrained model of this "
        f"name.{nearest(str(name_or_path), known)} Known: {', '.join(known)}."
    )
