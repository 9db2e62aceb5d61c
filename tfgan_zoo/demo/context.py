"""The context of the tabs: models, pairs and films that the page shows."""

import dataclasses
import logging
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tfgan_zoo import export
from tfgan_zoo.demo import latents
from tfgan_zoo.export import model_card, saved_model

_LOG = logging.getLogger(__name__)
# What a tab reads of a card.
_NEEDED = ("name", "objective", "output_shape", "parameters", "steps")
_NEEDED_OF = {
    "generator": (*_NEEDED, "latent_dim", "latent_law"),
    "translator": (*_NEEDED, "input_shape"),
}


class Models:
    """The generators and translators of images in a folder.

    What they are is read from their cards at once, each is loaded when it is first
    asked for. Classifiers and generators of points are left out, and by name those
    without a card, or whose card cannot be read.

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
        self.cards = {}
        for name, folder in self._folders.items():
            try:
                card = model_card.read(folder)
                if _is_shown(card):
                    self.cards[name] = card
            except ValueError as error:
                _LOG.warning("%s is left out: %s", name, error)
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


def _is_shown(card):
    """Whether a card is of a generator or translator of images.

    Raises:
        ValueError: it does not say what is needed of it.
    """
    if not card:
        raise ValueError("it has no model card.")
    kind = card.get("kind")
    if kind == "classifier":
        return False
    if kind not in _NEEDED_OF:
        raise ValueError(f"its model card is of no kind that is known: {kind!r}.")
    needed = _NEEDED_OF[kind]
    if missing := [name for name in needed if name not in card]:
        raise ValueError(f"its model card does not say: {', '.join(missing)}.")
    if card.get("latent_law", "normal") not in latents.MAX_THRESHOLD:
        raise ValueError(f"the page knows no {card['latent_law']!r} latents.")
    shapes = [card[name] for name in needed if name.endswith("shape")]
    if not all(isinstance(number, int) for shape in shapes for number in shape):
        raise ValueError(f"the page needs images of one size, and not of {shapes}.")
    return all(len(shape) == 3 for shape in shapes)


@dataclasses.dataclass(frozen=True)
class Context:
    """What the tabs are built from.

    Attributes:
        models: to choose from.
        pairs: a translator's card to a few held-out pairs of what it learnt from:
            sources and targets, uint8 [N, H, W, C]; None where there are none.
        runs: folder of training runs, whose films are shown.
        read: content of an image file and number of channels to uint8 [H, W, C]; raises
            `ValueError` where it cannot be decoded, or is too large.
    """

    models: Models
    pairs: Callable[[dict], tuple[np.ndarray, np.ndarray] | None]
    runs: Path
    read: Callable[[bytes, int], np.ndarray]
