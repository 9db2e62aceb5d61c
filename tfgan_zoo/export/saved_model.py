"""SavedModels of trained networks, in the layout of TensorFlow Serving."""

import contextlib
import functools
import itertools
import logging
from pathlib import Path

import tensorflow as tf

from tfgan_zoo import atomic, literal_paths, sampling
from tfgan_zoo.export import model_card, signatures

_MAX_VERSION = 2**63 - 1  # TensorFlow Serving's messages hold no larger version.
# Each message once: a server looks every two seconds.
_warn_once = functools.cache(logging.getLogger(__name__).warning)


def save(
    gan,
    directory: str | Path,
    *,
    product: str = "generator",
    card: dict | None = None,
    batching: bool = False,
) -> str:
    """Saves a product of a training as the next version.

    The signatures follow from its type, all for any number of examples. A
    `sampling.Sampler`, of the averaged generator if there is one:

    * `serving_default`: `latents` float32 [B, latent_dim] to `images` float32
      [B, H, W, C] in [-1, 1] (`points` [B, N] for generators of points);
    * `sample`: int64 scalars `num` and `seed` to `images` uint8 [num, H, W, C]
      (`points` float32); the same seed gives the same images;
    * `png`: as `sample`, to `image_bytes`, strings [num] of encoded PNG. For images of
      1 to 4 channels.

    One that takes labels has `labels` int64 [B] beside the latents, and one `label`
    beside `num` and `seed`. Of a `sampling.Translator`, `serving_default` takes
    `sources` float32 [B, H, W, C] in [-1, 1], and `sample` and `png` take `sources` and
    `seed`. Of a `sampling.Classifier`, `serving_default` takes `images` float32
    [B, H, W, C] in [-1, 1] to `probabilities` float32 [B, K], `labels` int64 [B] and,
    where a layer has this name, `features` [B, d].

    Args:
        gan: an `AdversarialModel`.
        directory: of the versions, `saved_models/<name>`; made if needed.
        product: a name of `gan.products()`, as "classifier".
        card: what else is known of the model, for its model card.
        batching: run concurrent calls of `serving_default` together, for a server; see
            `export.batching`. For samplers.

    Returns:
        The path of the new version, `<directory>/<version>`. It appears there whole or
        not at all, and no version is ever written over.

    Raises:
        ValueError: the model has no such product; `batching` for another type.
    """
    products = gan.products()
    if product not in products:
        raise ValueError(
            f"{type(gan).__name__} has no product {product!r}. Known: "
            f"{', '.join(products)}."
        )
    chosen = products[product]
    if batching and not isinstance(chosen, sampling.Sampler):
        raise ValueError(
            "`batching` is for generators that draw latents; leave it out for a "
            f"{type(chosen).__name__.lower()}."
        )
    card = {**model_card.of(gan, chosen), **(card or {})}
    return write(chosen, directory, card, batching)


def save_classifier(gan, directory: str | Path, *, card: dict | None = None) -> str:
    """Saves the classifier of a `SemiSupervisedGAN`: `save` of its product."""
    return save(gan, directory, product="classifier", card=card)


def write(product, directory: str | Path, card: dict, batching: bool = False) -> str:
    """Writes a product and its card as the next version: `save` without a training."""
    directory = Path(directory).expanduser()
    directory.mkdir(parents=True, exist_ok=True)
    atomic.clear(directory)
    module, functions = tf.Module(), signatures.of(product, batching)
    module.weights = [weight.value for weight in product.network.variables]
    with atomic.temporary(directory) as folder:
        written = folder / "model"
        # In a notebook it would name, twice, a folder that is gone a moment later.
        level = tf.get_logger().level
        tf.get_logger().setLevel("WARNING")
        try:
            tf.saved_model.save(module, str(written), signatures=functions)
        finally:
            tf.get_logger().setLevel(level)
        model_card.write(written, {"name": directory.name, **card})
        for version in itertools.count(max(versions(directory), default=0) + 1):
            with contextlib.suppress(FileExistsError):  # Another process was first.
                atomic.publish(written, directory / str(version))
                return str(directory / str(version))


def restore(folder: Path):
    """The SavedModel in a folder, whoever wrote it, as TensorFlow loads it.

    Raises:
        ValueError: it is damaged; the message names it.
    """
    try:
        return literal_paths.load_saved_model(folder)
    except (MemoryError, tf.errors.ResourceExhaustedError):
        raise
    except Exception as error:  # Broken files are met with errors of all kinds.
        reason = str(error).strip().partition("\n")[0]
        raise ValueError(
            f"{folder} holds no whole SavedModel ({type(error).__name__}: {reason}). "
            "Export the model again, or copy it again."
        ) from error


def newest(folder: Path) -> Path:
    """The newest whole version in a folder of versions; what is a version stays."""
    if folder.is_dir() and not (folder / "saved_model.pb").exists():
        return folder / str(max(_whole(folder), default=""))
    return folder


def versions(directory: str | Path) -> list[int]:
    """Versions in a directory, oldest first; a number beyond int64 is none."""
    found = []
    for path in Path(directory).iterdir():
        if path.name.isdecimal() and path.is_dir():
            if (version := int(path.name)) <= _MAX_VERSION:
                found.append(version)
            else:
                _warn_once(
                    f"{path} is passed over: a version is at most {_MAX_VERSION}."
                )
    return sorted(found)


def models(directory: str | Path) -> dict[str, list[int]]:
    """Models in a folder: name to versions that have a `saved_model.pb`, oldest first.

    What cannot be read is passed over, with a warning.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    if not Path(directory).is_dir():
        raise FileNotFoundError(
            f"There is no folder {directory}; name the one that holds "
            "NAME/VERSION/saved_model.pb, as tfgan-train exports."
        )
    found = {}
    for folder in sorted(Path(directory).iterdir()):
        with _passing_over(folder):
            if folder.is_dir() and (whole := _whole(folder)):
                found[folder.name] = whole
    return found


def _whole(folder):
    """Versions that have a `saved_model.pb`, oldest first."""
    whole = []
    for version in versions(folder):
        with _passing_over(folder / str(version)):
            if (folder / str(version) / "saved_model.pb").is_file():
                whole.append(version)
            else:
                raise OSError("it has no saved_model.pb")
    return whole


@contextlib.contextmanager
def _passing_over(folder):
    try:
        yield
    except OSError as error:
        _warn_once(f"{folder} is passed over: {error}")
