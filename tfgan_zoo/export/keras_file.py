"""A generator as a `.keras` file: to look into, change and train further."""

from pathlib import Path

from tfgan_zoo.export import whole_file


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
    with whole_file.writing(file) as written:
        gan.sampler.save(written)
    return str(file)
