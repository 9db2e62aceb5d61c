"""Catalogue of the datasets, known without importing TensorFlow."""

import dataclasses
import difflib
import pkgutil
from pathlib import Path

_HERE = Path(__file__).parent

# TFDS image datasets that are known to fit; any other name of TFDS works as well.
DOWNLOADED = ("celeb_a", "cifar10", "fashion_mnist", "mnist", "svhn_cropped")


@dataclasses.dataclass(frozen=True)
class Info:
    """What a dataset holds.

    Attributes:
        name: as given to `Dataset`.
        shape: (H, W, C) of an image, None where images differ; (2,) of a point. Both
            images of a pair come out with this shape.
        classes: names of the labels, empty if there are none.
        examples: number of examples of each split, None where they never end.
        licence: under which the examples may be used.
        source: where they come from.
        pairs: whether an example is a pair of images, source and target.
    """

    name: str
    shape: tuple[int | None, ...]
    classes: tuple[str, ...]
    examples: dict[str, int | None]
    licence: str
    source: str
    pairs: bool = False

    def shape_at(
        self, image_size: int | None, channels: int | None = None
    ) -> tuple[int, ...]:
        """Shape of an example once images are brought to `image_size` and `channels`.

        Raises:
            ValueError: images of many sizes and no `image_size`, points and one, or
                `channels` that are neither 1 nor 3.
        """
        if channels not in (None, 1, 3):
            raise ValueError(f"`channels` is 1 or 3. Received: {channels}")
        if image_size is not None and image_size < 1:
            raise ValueError(f"`image_size` is at least 1. Received: {image_size}")
        if len(self.shape) == 1:
            if image_size is not None:
                raise ValueError(
                    f"{self.name!r} holds points in the plane, which have no image "
                    "size. Leave it out."
                )
            return self.shape
        if image_size is None and None in self.shape:
            raise ValueError(
                f"The images of {self.name!r} differ in size; name the size to bring "
                "them to, for example image_size=64."
            )
        size = self.shape[:2] if image_size is None else (image_size, image_size)
        return (*size, channels or self.shape[-1])


def embedded() -> list[str]:
    """Image datasets that ship with the installation: they need no network."""
    return _modules("embedded")


def points() -> list[str]:
    """Distributions in the plane, drawn as needed."""
    return _modules("distributions")


def of_paths() -> list[str]:
    """Kinds of sources that are named `kind:PATH`."""
    return sorted({*_modules("sources")} - {"distribution", "tfds_images"})


def available() -> list[str]:
    """Every name that `Dataset` knows; those with PATH stand for images of your own."""
    own = [f"{kind}:PATH" for kind in of_paths()]
    return [*embedded(), *points(), *DOWNLOADED, *own]


def unknown(what: str, name: str, known) -> ValueError:
    """The error for a name that is not known: it lists those that are."""
    name = str(name)  # Not np.str_.
    close = difflib.get_close_matches(name, known, n=1)
    nearest = f" Did you mean {close[0]!r}?" if close else ""
    return ValueError(f"Unknown {what} {name!r}.{nearest} Known: {', '.join(known)}.")


def _modules(folder: str) -> list[str]:
    names = (module.name for module in pkgutil.iter_modules([_HERE / folder]))
    return sorted(name for name in names if not name.startswith("_"))
