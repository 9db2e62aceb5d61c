"""Using a saved generator."""

from pathlib import Path

import tensorflow as tf

from tfgan_zoo.export import model_card, saved_model


def load(path: str | Path) -> "LoadedGenerator":
    """Loads a generator that `save` wrote.

    Args:
        path: of the model, whose newest version is taken, or of one version.

    Returns:
        `LoadedGenerator`.

    Raises:
        ValueError: there is no saved model at this path.
    """
    folder = Path(path).expanduser()
    if folder.is_dir() and not (folder / "saved_model.pb").exists():
        folder = folder / str(max(saved_model.versions(folder), default=""))
    if not (folder / "saved_model.pb").exists():
        raise ValueError(
            f"No saved model at {str(path)!r}; expected a folder with saved_model.pb, "
            "or one whose numbered sub-folders hold it, as `export.save` writes."
        )
    return LoadedGenerator(folder)


class LoadedGenerator:
    """A saved generator, ready to call: `generator(num=16, seed=3)`.

    Attributes:
        path: of the version.
        card: its model card, a dict.
    """

    def __init__(self, path):
        self.path = str(path)
        self.card = model_card.read(path)
        self._model = tf.saved_model.load(self.path)  # Its functions need it alive.
        self._signatures = self._model.signatures

    def __call__(self, num: int, seed: int):
        """Samples: uint8 images [num, H, W, C] (or points [num, N]) of this seed."""
        if num < 1:
            raise ValueError(f"`num` is at least 1. Received: {num}")
        outputs = self._signatures["sample"](
            num=tf.constant(num, tf.int64), seed=tf.constant(seed, tf.int64)
        )
        return next(iter(outputs.values())).numpy()

    def latents_to_images(self, latents):
        """Images float32 [B, H, W, C] in [-1, 1] of latents [B, latent_dim]."""
        latents = tf.convert_to_tensor(latents, tf.float32)
        outputs = self._signatures["serving_default"](latents=latents)
        return next(iter(outputs.values())).numpy()
