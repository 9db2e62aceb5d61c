"""A generator as a `.keras` file: to look into, change and train further."""

import tempfile
from pathlib import Path


def save_keras(gan, file: str | Path) -> str:
    """Writes the generator, the averaged one if there is one, as a Keras model.

    `keras.saving.load_model(file)` gives it back, once `tfgan_zoo.layers` is imported,
    which registers them.

    Args:
        gan: an `AdversarialModel`.
        file: to write; ends in .keras.

    Returns:
        Its path. It appears there whole or not at all.

    Raises:
        ValueError: another ending.
        FileExistsError: the file is there.
    """
    file = Path(file).expanduser()
    if file.suffix != ".keras":
        raise ValueError(f"`file` ends in .keras. Received: {file}")
    if file.exists():
        raise FileExistsError(f"{file} exists; name another file.")
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=file.parent) as folder:
        written = Path(folder) / file.name
        gan.sampler.save(written)
        written.rename(file)
    return str(file)
