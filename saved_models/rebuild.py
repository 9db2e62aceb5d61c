"""Trains the shipped models again, and measures them.

    python saved_models/rebuild.py                    # those that are missing here
    python saved_models/rebuild.py --output=rebuilt   # all of them, elsewhere
    python saved_models/rebuild.py --measure          # measured again, trained before

Each is trained by the command line that its model card repeats, in runs/models/NAME,
where a stopped run goes on; then it is measured, and what was measured is written into
its card. A model that is there already is left alone. About an hour on two cores.
"""

import argparse
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import classifiers
import numpy as np
from sklearn.neural_network import MLPClassifier

import pipelines
import tfgan_zoo as zoo
from tfgan_zoo.experiments.translation_scores import edge_agreement, l1, mean_target
from tfgan_zoo.export import model_card
from tfgan_zoo.runs import extractor
from tfgan_zoo.runs.evaluation import EvaluationData

# Name and flags; narrow, so that each stays below 3 MB.
MODELS = {
    "gan_digits": "--recipe=gan --width=400",
    "cgan_digits": "--recipe=cgan --width=600",
    "dcgan_digits": "--recipe=dcgan --width=32 --batch_size=64",
    "cdcgan_digits": "--recipe=cdcgan --width=32",
    "wgan_digits": "--recipe=wgan --width=32",
    "wgan_gp_digits": "--recipe=wgan_gp --width=32",
    "lsgan_digits": "--recipe=lsgan --width=32",
    "hinge_gan_digits": "--recipe=hinge_gan --width=32",
    "improved_gan_digits": "--recipe=improved_gan --width=16",
    "semi_supervised_gan_digits": "--recipe=semi_supervised_gan --width=300",
    "pix2pix_photo_edges": "--recipe=pix2pix --width=8 --batch_size=8 --steps=10000",
}
SAMPLES = 1000


def main():
    """Builds what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path(__file__).parent)
    parser.add_argument(
        "--only", nargs="*", choices=(*MODELS, *classifiers.CLASSIFIERS)
    )
    parser.add_argument(
        "--measure", action="store_true", help="only write new numbers into the cards"
    )
    options = parser.parse_args()
    if options.measure:
        for name in options.only or MODELS:
            if name in classifiers.CLASSIFIERS:
                parser.error(f"{name} is measured when it is trained")
            folder = options.output / name / "1"
            model_card.write(folder, describe(zoo.load(folder), name))
        return
    for name in options.only or (*MODELS, *classifiers.CLASSIFIERS):
        if name in classifiers.CLASSIFIERS:
            if not (options.output / name / "1").exists():
                classifiers.build(name, options.output)
            continue
        train = f"{MODELS[name]} --workdir=runs/models/{name} --seed=0"
        command = [sys.executable, "-m", "tfgan_zoo.scripts.train", *shlex.split(train)]
        exports = {name: "export"}
        if "semi_supervised" in name:
            exports[f"{name}_classifier"] = "export_classifier"
        missing = [m for m in exports if not (options.output / m / "1").exists()]
        if not missing:
            continue
        subprocess.run([*command, "--save_every=500", "--sample_every=500"], check=True)
        for model in missing:
            exported = Path("runs/models") / name / exports[model]
            ship(exported, options.output / model)


def describe(model, name: str) -> dict:
    """The card of a model, with what is measured of it."""
    card = {**model.card, "name": name, "measured": measure(model)}
    if isinstance(model, zoo.export.LoadedGenerator):
        card["scores"] = score(model)
    return card


def ship(exported: Path, target: Path):
    """Copies the newest version of a model, with what is measured of it in its card."""
    model = zoo.load(exported)
    card = describe(model, target.name)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target, prefix=".") as folder:
        copy = Path(folder) / "1"
        shutil.copytree(model.path, copy)
        (copy / "fingerprint.pb").unlink(missing_ok=True)
        model_card.write(copy, card)
        copy.rename(target / "1")
    print(target.name, json.dumps(card["measured"], indent=2))


def measure(model) -> dict:
    """What a loaded model is worth, with the protocol."""
    if isinstance(model, zoo.export.LoadedTranslator):
        return measure_translator(model)
    if isinstance(model, zoo.export.LoadedClassifier):
        images, labels = digits("test", model.card["input_shape"][0])
        right = np.mean(model(images) == labels)
        return {
            "protocol": f"{len(labels)} images of the test split, after learning from "
            f"{model.card['labels_per_class']} labels per class",
            "accuracy": round(float(right), 4),
        }
    return measure_digits(model)


def score(model) -> dict:
    """Distances of features, beside those of the test split and of noise."""
    data = EvaluationData("digits", "train", model, 2 * SAMPLES, seed=0, data_dir=None)
    rows = data.scores(["fid", "prdc"], extractor.find(None, "digits"))
    first = rows["model"]["fid"]
    about = first.protocol
    scores = {
        "protocol": f"{about['fake_samples']} samples of seed 0 against "
        f"{about['real_samples']} images of the train split (the test split has "
        f"{rows['test split']['fid'].protocol['fake_samples']}); {about['features']} "
        f"features of {about['extractor']} (SHA-256 {about['extractor_sha256'][:12]}), "
        f"images {about['resize']}; k = {rows['model']['prdc'].protocol['k']}"
    }
    for what, row in rows.items():
        of = "" if what == "model" else f"_of_{what.replace(' ', '_')}"
        for name, value in {**row["fid"].values, **row["prdc"].values}.items():
            scores[f"{name}{of}"] = round(value, 4)
    return scores


def digits(split: str, image_size: int):
    """All images of a split, and their labels."""
    return pipelines.examples(
        "digits", split=split, image_size=image_size, labels=True, shuffle=False
    )


def measure_digits(model) -> dict:
    """What a classifier of real digits sees in samples."""
    size = model.card["output_shape"][0]
    classifier = MLPClassifier((64,), max_iter=500, random_state=0)
    (images, labels), (held_out, truth) = digits("train", size), digits("test", size)
    classifier.fit(images.reshape(len(images), -1), labels)
    held_out = held_out.reshape(len(held_out), -1)
    sure = classifier.predict_proba(held_out).max(axis=1).mean()

    fake = model(SAMPLES, seed=0).reshape(SAMPLES, -1) / 127.5 - 1
    seen = classifier.predict_proba(fake)
    share = np.bincount(seen.argmax(axis=1), minlength=10) / SAMPLES
    measured = {
        "protocol": f"{SAMPLES} samples of seed 0, judged by scikit-learn's "
        "MLPClassifier((64,), max_iter=500, random_state=0), which is right on "
        f"{classifier.score(held_out, truth):.3f} of the test split",
        "smallest_share_of_a_class": round(float(share.min()), 4),
        "largest_share_of_a_class": round(float(share.max()), 4),
        "confidence_over_real": round(float(seen.max(axis=1).mean() / sure), 4),
    }
    if model.card.get("num_classes"):
        asked = np.arange(SAMPLES) % 10  # As the generator takes its labels in turn.
        right = np.mean(seen.argmax(axis=1) == asked)
        measured["classified_as_asked"] = round(float(right), 4)
    return measured


def measure_translator(model) -> dict:
    """How close held-out pairs are met, beside predicting the mean photograph."""
    name, size = "photo_edges", model.card["input_shape"][0]
    sources, targets = pipelines.examples(
        name, split="test", image_size=size, shuffle=False
    )
    mean = mean_target(name, size)
    outputs = np.concatenate(
        [model.sources_to_images(part) for part in np.array_split(sources, 8)]
    )
    return {
        "protocol": f"{len(sources)} pairs of the test split, images in [-1, 1], noise "
        "of seed 0; edges: F1 of Canny's edges with the source's lines, within one "
        "pixel",
        "l1": round(l1(outputs, targets), 4),
        "l1_of_the_mean_photograph": round(l1(mean, targets), 4),
        "edge_agreement": round(edge_agreement(outputs, sources), 4),
        "edge_agreement_with_another_source": round(
            edge_agreement(outputs, np.roll(sources, 1, axis=0)), 4
        ),
        "edge_agreement_of_the_truth": round(edge_agreement(targets, sources), 4),
    }


if __name__ == "__main__":
    main()
