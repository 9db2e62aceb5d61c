"""Writing a generator as a SavedModel, in the layout of TensorFlow Serving."""

import tempfile
from pathlib import Path

import tensorflow as tf

from tfgan_zoo.export import model_card
from tfgan_zoo.training import latents as latent_laws


def save(gan, directory: str | Path, *, card: dict | None = None) -> str:
    """Saves the generator, the averaged one if there is one, as the next version.

    Signatures, all for any number of examples:

    * `serving_default`: `latents` float32 [B, latent_dim] to `images` float32
      [B, H, W, C] in [-1, 1] (`points` [B, N] for generators of points);
    * `sample`: int64 scalars `num` and `seed` to `images` uint8 [num, H, W, C]
      (`points` float32); the same seed gives the same images;
    * `png`: as `sample`, to `image_bytes`, strings [num] of encoded PNG. For images of
      1 to 4 channels.

    Args:
        gan: an `AdversarialModel`.
        directory: of the versions, `saved_models/<name>`; made if needed.
        card: what else is known of the model, for its model card.

    Returns:
        The path of the new version, `<directory>/<version>`. It appears there whole or
        not at all, and no version is ever written over.
    """
    directory = Path(directory).expanduser()
    directory.mkdir(parents=True, exist_ok=True)
    module = Generator(gan.sampler, gan.latent_dim, gan.latent_law)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=directory) as folder:
        written = Path(folder) / "model"
        tf.saved_model.save(module, str(written), signatures=module.signatures())
        model_card.write(written, model_card.describe(gan, directory.name, card or {}))
        version = max(versions(directory), default=0) + 1
        target = directory / str(version)
        written.rename(target)  # Whole or not at all, and never over a folder.
    return str(target)


def versions(directory: str | Path) -> list[int]:
    """Versions in a directory, oldest first."""
    names = (path.name for path in Path(directory).iterdir() if path.is_dir())
    return sorted(int(name) for name in names if name.isdecimal())


class Generator(tf.Module):
    """A generator with its signatures: variables stored once, outputs with names."""

    def __init__(self, generator, latent_dim: int, latent_law: str):
        super().__init__()
        self._weights = [weight.value for weight in generator.variables]
        self._generate = lambda z: generator(z, training=False)
        self._latent_dim = latent_dim
        self._latent_law = latent_law
        self._shape = generator.outputs[0].shape[1:]

    def signatures(self) -> dict:
        """Name of each signature and its function."""
        latents = tf.TensorSpec((None, self._latent_dim), tf.float32, "latents")
        scalars = [tf.TensorSpec((), tf.int64, name) for name in ("num", "seed")]
        chosen = {
            "serving_default": self.generate.get_concrete_function(latents),
            "sample": self.sample.get_concrete_function(*scalars),
        }
        if len(self._shape) == 3 and self._shape[-1] <= 4:
            chosen["png"] = self.png.get_concrete_function(*scalars)
        return chosen

    @tf.function
    def generate(self, latents):
        """`serving_default`."""
        name = "images" if len(self._shape) == 3 else "points"
        return {name: self._generate(latents)}

    @tf.function
    def sample(self, num, seed):
        """Images as bytes, points as they are."""
        z = latent_laws.sample(
            num, self._latent_dim, law=self._latent_law, seed=(seed, 0)
        )
        examples = self._generate(z)
        if len(self._shape) != 3:
            return {"points": examples}
        scaled = tf.round(tf.clip_by_value((examples + 1) * 127.5, 0, 255))
        return {"images": tf.cast(scaled, tf.uint8)}

    @tf.function
    def png(self, num, seed):
        """Encoded images."""
        images = self.sample(num, seed)["images"]
        encoded = tf.map_fn(tf.io.encode_png, images, fn_output_signature=tf.string)
        return {"image_bytes": encoded}
