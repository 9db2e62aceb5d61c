"""Samples of a saved model, written as a picture, an archive or a folder."""

from pathlib import Path

import pipelines
from tfgan_zoo import atomic, export
from tfgan_zoo.export import class_names, sample_files
from tfgan_zoo.runs import validation
from tfgan_zoo.visualization import image_grid


def generator(model: str):
    """A saved generator or translator.

    Args:
        model: a pretrained model by its name, or the path of a model or a version.

    Raises:
        ValueError: there is none, or it makes no images.
    """
    loaded = export.load(model)
    if isinstance(loaded, export.LoadedClassifier):
        raise ValueError(f"--model={model} classifies images; it makes none.")
    return loaded


def write(
    model: str,
    output: Path,
    *,
    num: int = 64,
    seed: int = 0,
    label: str | int | None = None,
    dataset: str | None = None,
) -> str:
    """Draws samples and writes them, whole or not at all.

    Args:
        model: a pretrained model by its name, or the path of a model or a version.
        output: a picture, a `.npz` archive, or without an ending a folder.
        num: number of samples.
        seed: the same seed gives the same samples.
        label: class to draw, its name or else its number; all in turn by default.
        dataset: what a translator translates; what it learnt from by default.

    Returns:
        What was written, in words.

    Raises:
        ValueError: the model makes no such samples.
        OSError: the output is there already, or cannot be written.
    """
    validation.check_new_file("output", output)
    loaded = generator(model)
    if isinstance(label, str):
        label = class_names.to_label(loaded.card, label)
    if output.suffix in ("", ".npz"):
        _write_all(loaded, output, num, seed, label)
        return f"{num} samples{_of_class(loaded.card, label)}"
    if isinstance(loaded, export.LoadedTranslator):
        if label is not None:
            raise ValueError(
                "--label is for generators of classes; this one translates."
            )
        image = _translated(loaded, num, seed, dataset)
    else:
        if dataset is not None:
            raise ValueError("--dataset is for translators; this model draws latents.")
        image = _drawn(loaded, num, seed, label)
    with atomic.writing(output) as written:
        image.save(written)
    return f"{image.width}x{image.height} pixels{_of_class(loaded.card, label)}"


def _of_class(card, label):
    """Which class was drawn, in words."""
    names = class_names.names(card)
    if label is None or not names:
        return ""
    return f" of class {names[label]!r}, label {label}"


def _write_all(model, output, num, seed, label):
    """Samples one by one, in an archive or a folder."""
    if not isinstance(model, export.LoadedGenerator):
        raise ValueError(
            f"--output={output} takes samples one by one, which only generators of "
            "latents draw. Name a picture, for example photographs.png."
        )
    batches, labels = model.stream(num, seed, label), model.labels(num, label)
    if output.suffix:
        sample_files.write_archive(output, batches, num, labels)
    else:
        sample_files.write_folder(output, batches, num)


def _drawn(model, num, seed, label):
    """A grid of samples."""
    classes = model.card.get("num_classes")
    in_turn = classes and label is None and num % classes == 0
    return image_grid.examples(
        model(num, seed, label), columns=classes if in_turn else None
    )


def _translated(model, num, seed, dataset):
    """Rows of source, output and target."""
    name = dataset or model.card.get("dataset")
    if name is None:
        raise ValueError(
            "The model's card names no dataset; say with --dataset what to translate, "
            "for example folder:PATH."
        )
    height, _, channels = model.card["input_shape"]
    data = pipelines.Dataset(name, image_size=height, channels=channels)
    known = data.info.examples
    split = "test" if "test" in known else next(iter(known))
    examples = data.arrays(split, num, shuffle=False)
    sources, *targets = examples if isinstance(examples, tuple) else (examples,)
    return image_grid.side_by_side(sources, model(sources, seed), *targets)


def held_out_pairs(card: dict, num: int = 12):
    """Pairs of what a translator learnt from, where they need no network.

    Args:
        card: of the translator.
        num: number of pairs.

    Returns:
        Sources and targets, uint8 [num, H, W, C]; None where they would be fetched.
    """
    from pipelines import catalogue

    name = card.get("dataset")
    if name not in catalogue.embedded():
        return None
    height, _, channels = card["input_shape"]
    # This seed's first pair is of bricks, which pix2pix_photo_edges knows.
    return pipelines.examples(
        name, num, split="test", image_size=height, channels=channels, seed=2
    )
