"""The evaluation of samples, beside real images and beside noise."""

import numpy as np

import pipelines
from tfgan_zoo import export, metrics
from tfgan_zoo.metrics import evaluation
from tfgan_zoo.runs import extractor as extractors
from tfgan_zoo.runs import sample_set
from tfgan_zoo.runs.data import with_classes
from tfgan_zoo.runs.real_samples import RealSamples
from tfgan_zoo.runs.samples import generator
from tfgan_zoo.sampling import LIKE_REAL, labels_like


def evaluate(
    model,
    names,
    *,
    dataset: str | None = None,
    split: str = "train",
    samples: int | str = 2000,
    seed: int = 0,
    extractor: str | None = None,
    data_dir: str | None = None,
    label_file: str | None = None,
) -> dict:
    """Scores of a saved model, of another split of the dataset and of noise.

    Args:
        model: a pretrained model by its name, the path of a model or a version, or what
            `export.load` gives for it; None where `samples` are images.
        names: of metrics.
        dataset: to compare with; what the model learnt from by default.
        split: of the dataset.
        samples: number of generated samples, and of real ones where that many are; as
            text the flag `--samples`, which may be the path of images instead.
        seed: of the samples.
        extractor: as for `extractor.find`.
        data_dir: as for `pipelines.Dataset`.
        label_file: as for `pipelines.Dataset`.

    Returns:
        Name of what was scored to name of the metric to `Score`.

    Raises:
        ValueError: the model makes no such examples, or a name is not known.
    """
    for name in names:
        metrics.get(name)  # Before anything that takes time.
    if isinstance(samples, str):
        path, samples = samples, sample_set.count(samples, model)
        if samples is None:
            reading = {"data_dir": data_dir, "label_file": label_file}
            return _of_images(path, names, dataset, split, seed, extractor, reading)
    model = generator(model) if isinstance(model, str) else model
    dataset = dataset or model.card.get("dataset")
    if dataset is None:
        raise ValueError(
            f"The card of {model.path} names no dataset; say which with --dataset."
        )
    shape = model.card.get("output_shape", ())
    data = with_classes(
        dataset,
        model.card.get("classes"),
        image_size=shape[0] if len(shape) == 3 else None,
        data_dir=data_dir,
        label_file=label_file,
    )
    _check_split(data, split)
    _check(model, data.info)
    real = RealSamples(data, samples, seed)

    def generated(real_labels):
        return _generated(model, real, split, real_labels)

    return _scores("model", generated, names, real, split, extractor)


def _of_images(path, names, dataset, split, seed, extractor, reading):
    """Scores of images that any program has made, against as many real ones."""
    if dataset is None:
        raise ValueError(
            f"--samples={path} needs --dataset, the real images to compare with, for "
            "example folder:PATH."
        )
    data = pipelines.Dataset(dataset, **reading)
    _check_split(data, split)
    if len(data.info.shape) == 1:
        raise ValueError(f"--samples={path} are images, and {dataset!r} holds points.")
    found = sample_set.read(path, data.info)
    _, size, _, channels = found["images"].shape
    data = pipelines.Dataset(dataset, image_size=size, channels=channels, **reading)
    real = RealSamples(data, len(found["images"]), seed)
    return _scores("samples", lambda _: found, names, real, split, extractor)


def _scores(what, make, names, real, split, extractor):
    """Scores of samples, of real images of another split, and of noise.

    Args:
        what: the samples are.
        make: function of the labels of the real images, which gives the samples by
            their parts.
        names: of metrics.
        real: `RealSamples`.
        split: of them.
        extractor: as for `extractor.find`.
    """
    info, shape, found = real.data.info, real.data.shape, None
    if any(map(metrics.needs_extractor, names)):
        found = extractors.find(extractor, info.name, shape, names)
    known = real.known(split, names, found)
    rows = {what: make(known.get("real_labels"))}
    others = (s for s in ("test", "val", "train") if s in info.examples)
    other = next((s for s in others if s != split), None)
    if other is not None:
        rows[f"{other} split"] = real.of(other)
        rows[f"{other} split"].pop("sources", None)
    noise = np.random.default_rng(real.seed).uniform(-1, 1, (real.samples, *shape))
    rows["noise"] = real.named(noise.astype(np.float32))

    protocol = {"dataset": info.name, "split": split, "seed": real.seed}
    protocol["image_size"] = real.data.image_size
    scores = {}
    for row_name, row in rows.items():
        fakes = known.with_fake(**{f"fake_{part}": x for part, x in row.items()})
        # Noise has no labels to learn from.
        possible = [n for n in names if row_name == what or fakes.suffices(n)]
        drawn = {}
        if row_name == "model" and "labels" in row:
            drawn["labels"] = LIKE_REAL if info.classes else "all alike"
        scores[row_name] = evaluation.evaluate(possible, fakes, **protocol, **drawn)
    return scores


def _check_split(data, split):
    """Raises `ValueError` for a split that a dataset does not have."""
    info = data.info
    if split not in info.examples:
        raise ValueError(
            f"--split={split} is not one of {[*info.examples]}, which {info.name!r} "
            "has."
        )


def _check(model, info):
    """Raises `ValueError` unless a model makes examples such as those of a dataset."""
    if "output_shape" not in model.card:
        raise ValueError(
            f"{model.path} has no model card, so what it makes is not known; export it "
            "with `zoo.export.save`."
        )
    shape = model.card["output_shape"]
    if len(shape) != len(info.shape):
        raise ValueError(
            f"The model makes examples of shape {shape}, and those of {info.name!r} "
            f"have {list(info.shape)}. Choose another --dataset."
        )
    if isinstance(model, export.LoadedTranslator) and not info.pairs:
        raise ValueError(
            f"The model translates images, and {info.name!r} holds no pairs. Choose "
            "another --dataset."
        )


def _generated(model, real, split, real_labels):
    """As many samples of the model as there are real ones, by their parts."""
    if isinstance(model, export.LoadedTranslator):
        sources = real.of(split)["sources"]
        parts = np.array_split(sources, 1 + len(sources) // 64)
        return real.named(np.concatenate([*map(model.sources_to_images, parts)]))
    labels = model.labels(real.samples)
    if labels is None:
        return real.named(model(real.samples, real.seed))
    if real_labels is not None:
        labels = labels_like(real_labels, real.samples)
    return {**real.named(model(real.samples, real.seed, labels)), "labels": labels}
