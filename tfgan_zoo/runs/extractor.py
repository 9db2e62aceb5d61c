"""The network whose features a command compares, from what was typed."""

from pathlib import Path

import numpy as np

CACHE = Path("~/.cache/tfgan_zoo")


def find(name: str | None, dataset: str, shape, names=(), *, required: bool = True):
    """The extractor that `--extractor` names, once it has been tried.

    Args:
        name: "inception", fetched at first use, or "inception:PATH" for the network of
            2015; the path of a `.keras` file or a SavedModel; a pretrained classifier;
            or None for that of the dataset.
        dataset: name.
        shape: (H, W, C) of the images that it will see.
        names: of the metrics that it is for.
        required: whether there must be one.

    Returns:
        `Extractor`; None if it is not required, not named, and not pretrained.

    Raises:
        ValueError: there is no such extractor, and no pretrained one for the dataset;
            or it does not take such images, or does not classify where a metric asks
            for that.
    """
    import tensorflow as tf

    from tfgan_zoo.export import pretrained

    if name is None:
        name = pretrained.classifier_of(dataset)
        if name is None:
            if not required:
                return None
            raise ValueError(
                f"There is no pretrained classifier for {dataset!r}. Say with "
                "--extractor whose features to compare: inception, inception:PATH, or "
                "the path of a .keras file or of a SavedModel."
            )
    try:
        found = _load(name)
        _try_out(found, tuple(shape), names)
    except (ValueError, OSError, tf.errors.OpError) as error:
        raise ValueError(f"--extractor={name} cannot be used: {error}") from error
    return found


def _load(name):
    from tfgan_zoo.export import pretrained, saved_model
    from tfgan_zoo.metrics import extractors, inception

    if name == "inception":
        return inception.load(inception.download(CACHE.expanduser()))
    if name.startswith("inception:"):
        return inception.load(name.removeprefix("inception:"))
    if name.endswith(".keras"):
        return extractors.keras_file(name)
    return extractors.saved_model(saved_model.newest(pretrained.find(name)))


def _try_out(extractor, shape, names):
    """Raises `ValueError` unless an extractor tells images of a shape apart."""
    import tensorflow as tf

    from tfgan_zoo import metrics

    black, white = np.full(shape, -1, np.float32), np.full(shape, 1, np.float32)
    noise = np.random.default_rng(0).uniform(-1, 1, shape).astype(np.float32)
    try:
        seen = extractor.features_and_probabilities(np.stack([black, white, noise]))
    except (ValueError, tf.errors.OpError) as error:
        raise ValueError(
            f"it does not take images of shape {shape} in [-1, 1]: {error}"
        ) from error
    features, probabilities = seen
    if not np.all(np.isfinite(features)) or not np.any(np.ptp(features, axis=0)):
        raise ValueError(
            "of a black image, a white one and noise, in [-1, 1], it gives features "
            "that are all alike or no numbers. Give a network that takes such images."
        )
    for name in names:
        if probabilities is None and "fake_probabilities" in metrics.inputs(name):
            raise ValueError(
                f"the metric {name!r} needs class probabilities, and it returns "
                "features alone. Leave the metric out, or give a classifier."
            )
