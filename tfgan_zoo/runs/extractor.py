"""The network whose features a command compares, from what was typed."""

from pathlib import Path

CACHE = Path("~/.cache/tfgan_zoo")


def find(name: str | None, dataset: str, *, required: bool = True):
    """The extractor that `--extractor` names.

    Args:
        name: "inception", fetched at first use, or "inception:PATH" for the network of
            2015; the path of a `.keras` file or a SavedModel; a pretrained classifier;
            or None for that of the dataset.
        dataset: name.
        required: whether there must be one.

    Returns:
        `Extractor`; None if it is not required, not named, and not pretrained.

    Raises:
        ValueError: there is no such extractor, and no pretrained one for the dataset.
    """
    from tfgan_zoo.export import pretrained, saved_model
    from tfgan_zoo.metrics import extractors, inception

    if name is None:
        name = f"{dataset}_classifier"
        if name not in pretrained.available():
            if not required:
                return None
            raise ValueError(
                f"There is no pretrained classifier for {dataset!r}. Say with "
                "--extractor whose features to compare: inception, inception:PATH, or "
                "the path of a .keras file or of a SavedModel."
            )
    if name == "inception":
        return inception.load(inception.download(CACHE.expanduser()))
    if name.startswith("inception:"):
        return inception.load(name.removeprefix("inception:"))
    if name.endswith(".keras"):
        return extractors.keras_file(name)
    return extractors.saved_model(saved_model.newest(pretrained.find(name)))
