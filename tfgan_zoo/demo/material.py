"""What the page shows."""

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tfgan_zoo import export
from tfgan_zoo.export import model_card, saved_model


class Models:
    """The generators and translators of images in a folder.

    What they are is read from their cards at once, each is loaded when it is first
    asked for. Classifiers, generators of points and models without a card are left out.

    Args:
        directory: holds `<name>/<version>/saved_model.pb`.

    Attributes:
        cards: name to model card, of the newest version.

    Raises:
        ValueError: there is nothing to show in the folder.
    """

    def __init__(self, directory):
        directory = Path(directory).expanduser()
        self._folders = {
            name: directory / name / str(versions[-1])
            for name, versions in saved_model.models(directory).items()
        }
        cards = {name: model_card.read(path) for name, path in self._folders.items()}
        self.cards = {
            name: card
            for name, card in cards.items()
            if card.get("kind") in ("generator", "translator")
            and len(card["output_shape"]) == 3
        }
        if not self.cards:
            raise ValueError(
                f"{directory} holds no generator of images with a model card; expected "
                "NAME/VERSION/saved_model.pb, as tfgan-train exports."
            )
        self._loaded: dict = {}
        self._lock = threading.Lock()

    def names(self, kind: str) -> list[str]:
        """Those of a kind: "generator", of latents, or "translator", of images."""
        return [name for name, card in self.cards.items() if card["kind"] == kind]

    def load(self, name: str):
        """The model of a name: `LoadedGenerator` or `LoadedTranslator`.

        Raises:
            ValueError: there is none of this name; the message lists those there are.
        """
        if name not in self.cards:
            raise ValueError(
                f"There is no model {name!r}. Choose one of: {', '.join(self.cards)}."
            )
        with self._lock:
            if name not in self._loaded:
                self._loaded[name] = export.load(self._folders[name])
            return self._loaded[name]


@dataclasses.dataclass(frozen=True)
class Material:
    """What the tabs are built from.

    Attributes:
        models: to choose from.
        pairs: a translator's card to a few held-out pairs of what it learnt from:
            sources and targets, uint8 [N, H, W, C]; None where there are none.
        runs: folder of training runs, whose films are shown.
    """

    models: Models
    pairs: Callable[[dict], tuple[np.ndarray, np.ndarray] | None]
    runs: Path
