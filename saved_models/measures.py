"""Measures of the pretrained models: what their cards say of them."""

import functools

import numpy as np

import pipelines
import tfgan_zoo as zoo
from tfgan_zoo.experiments.translation_scores import edge_agreement, l1, mean_target
from tfgan_zoo.export import pretrained
from tfgan_zoo.runs.evaluation import evaluate

SAMPLES = 1000
_BATCH = 500  # Images that a classifier sees at once.


def measure(model) -> dict:
    """What a loaded model is worth, with the protocol.

    Args:
        model: of `zoo.load`.
    """
    data = pipelines.Dataset(model.card["dataset"], image_size=_size(model))
    if isinstance(model, zoo.export.LoadedTranslator):
        return _translator(model, data)
    if isinstance(model, zoo.export.LoadedClassifier):
        images, labels = data.arrays("test", labels=True, shuffle=False)
        return figures(
            f"{len(labels)} images of the test split, after learning from "
            f"{model.card['labels_per_class']} labels per class",
            accuracy=np.mean(_classified(model, images).argmax(axis=1) == labels),
        )
    return _generator(model, data)


def figures(protocol: str, **numbers) -> dict:
    """Numbers with the digits that a card shows, and how they were measured."""
    shown = {name: round(float(value), 4) for name, value in numbers.items()}
    return {"protocol": protocol, **shown}


def score(model) -> dict:
    """Distances of features, beside those of the test split and of noise."""
    rows = evaluate(model, ["fid", "prdc"], samples=2 * SAMPLES)
    about = rows["model"]["fid"].protocol
    scores = {}
    for what, row in rows.items():
        of = "" if what == "model" else f"_of_{what.replace(' ', '_')}"
        for name, value in {**row["fid"].values, **row["prdc"].values}.items():
            scores[f"{name}{of}"] = value
    return figures(
        f"{about['fake_samples']} samples of seed 0 against "
        f"{about['real_samples']} images of the train split (the test split has "
        f"{rows['test split']['fid'].protocol['fake_samples']}); {about['features']} "
        f"features of {about['extractor']} (SHA-256 {about['extractor_sha256'][:12]}), "
        f"images {about['resize']}; k = {rows['model']['prdc'].protocol['k']}",
        **scores,
    )


def _size(model) -> int:
    """Height of the images that a model makes, or that it classifies."""
    classifies = isinstance(model, zoo.export.LoadedClassifier)
    return model.card["input_shape" if classifies else "output_shape"][0]


def _classified(classifier, images):
    """Probabilities [N, K] that a loaded classifier gives to images."""
    parts = [images[i : i + _BATCH] for i in range(0, len(images), _BATCH)]
    return np.concatenate([classifier.classify(x)["probabilities"] for x in parts])


@functools.cache
def _confidence(name: str, data: pipelines.Dataset) -> tuple[float, float]:
    """How sure a pretrained classifier is of the test split, and how often right."""
    images, labels = data.arrays("test", labels=True, shuffle=False)
    seen = _classified(zoo.load(name), images)
    return seen.max(axis=1).mean(), np.mean(seen.argmax(axis=1) == labels)


def _generator(model, data):
    """What the pretrained classifier of the dataset sees in samples."""
    name = pretrained.classifier_of(data.info.name)
    sure, right = _confidence(name, data)
    seen = _classified(zoo.load(name), model(SAMPLES, seed=0))
    classes = len(data.info.classes)
    share = np.bincount(seen.argmax(axis=1), minlength=classes) / SAMPLES
    asked = {}
    if model.card.get("num_classes"):
        # As the generator takes its labels in turn.
        labels = np.arange(SAMPLES) % classes
        asked["classified_as_asked"] = np.mean(seen.argmax(axis=1) == labels)
    return figures(
        f"{SAMPLES} samples of seed 0, judged by {name}, which is right on "
        f"{right:.3f} of the test split",
        smallest_share_of_a_class=share.min(),
        largest_share_of_a_class=share.max(),
        confidence_over_real=seen.max(axis=1).mean() / sure,
        **asked,
    )


def _translator(model, data):
    """How close held-out pairs are met, beside predicting the mean photograph."""
    sources, targets = data.arrays("test", shuffle=False)
    mean = mean_target(data)
    parts = np.array_split(sources, 8)
    outputs = np.concatenate([model.sources_to_images(part) for part in parts])
    others = np.roll(sources, 1, axis=0)
    return figures(
        f"{len(sources)} pairs of the test split, images in [-1, 1], noise of seed 0; "
        "edges: F1 of Canny's edges with the source's lines, within one pixel",
        l1=l1(outputs, targets),
        l1_of_the_mean_photograph=l1(mean, targets),
        edge_agreement=edge_agreement(outputs, sources),
        edge_agreement_with_another_source=edge_agreement(outputs, others),
        edge_agreement_of_the_truth=edge_agreement(targets, sources),
    )
