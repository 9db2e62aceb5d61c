"""Trains the pretrained models again, and measures them.

    python saved_models/rebuild.py                    # those that are missing here
    python saved_models/rebuild.py --output=rebuilt   # all of them, elsewhere
    python saved_models/rebuild.py --measure          # measured again, trained before
    python saved_models/rebuild.py --data_dir=data    # where the sets of TFDS lie

Each is trained as the command line in its model card says, in runs/models/NAME, where
a stopped run goes on; then it is measured, and what was measured is written into its
card. A model that is there already is left alone. `mnist`
is downloaded by TFDS at its first use. About an hour on two cores.
"""

import dataclasses
import json
import shutil
import sys
from pathlib import Path

import keras
import numpy as np
from sklearn.neural_network import MLPClassifier

import pipelines
import tfgan_zoo as zoo
from tfgan_zoo import atomic, environment, flags, pixels
from tfgan_zoo.experiments import preparation
from tfgan_zoo.experiments.translation_scores import edge_agreement, l1, mean_target
from tfgan_zoo.export import model_card, saved_model
from tfgan_zoo.flags import Flag
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.runs.evaluation import evaluate
from tfgan_zoo.training.examples import scaled


def config(recipe: str, width: int, **fields) -> RunConfig:
    """The run of a model; narrow, so that each stays below 3 MB."""
    constants = {"width": width}
    return RunConfig(recipe, constants=constants, sample_every=500, **fields)


def digits_at(image_size: int) -> dict:
    """The data of a run on `digits`."""
    return {"dataset": "digits", "image_size": image_size}


MODELS = {
    "gan_digits": config("gan", 400, **digits_at(16)),
    "cgan_digits": config("cgan", 600, **digits_at(16)),
    "dcgan_digits": config("dcgan", 32, batch_size=64, **digits_at(32)),
    "cdcgan_digits": config("cdcgan", 32, **digits_at(32)),
    "wgan_digits": config("wgan", 32, **digits_at(16)),
    "wgan_gp_digits": config("wgan_gp", 32, **digits_at(16)),
    "lsgan_digits": config("lsgan", 32, **digits_at(32)),
    "hinge_gan_digits": config("hinge_gan", 32, **digits_at(32)),
    "improved_gan_digits": config("improved_gan", 16, **digits_at(32)),
    "semi_supervised_gan_digits": config("semi_supervised_gan", 300, **digits_at(8)),
    "pix2pix_photo_edges": config("pix2pix", 8, batch_size=8, steps=10000),
}


@dataclasses.dataclass(frozen=True)
class Classifier:
    """A classifier, whose features are what the scores of generators compare.

    Attributes:
        dataset: that it learns.
        image_size: in pixels.
        steps: of training.
        batch_size: of a minibatch.
        width: channels of its first stage.
        convolutions: of each stage.
        shift: pixels by which images are moved at random, either way.
        flip: whether they are mirrored at random, left to right.
        rate: of learning at the start.
        decays: whether it falls to 0, as half a cosine.
        also_for: other datasets of the same kind of images.
    """

    dataset: str
    image_size: int
    steps: int = 1500
    batch_size: int = 64
    width: int = 16
    convolutions: int = 1
    shift: int = 0
    flip: bool = False
    rate: float = 1e-3
    decays: bool = False
    also_for: tuple[str, ...] = ()


CLASSIFIERS = {
    "digits_classifier": Classifier("digits", 32),
    "textures_classifier": Classifier("textures", 64),
    "mnist_classifier": Classifier(
        *("mnist", 28, 6000, 128),
        shift=2,
        rate=2e-3,
        decays=True,
        also_for=("mnist_5k",),
    ),
    "cifar10_classifier": Classifier(
        *("cifar10", 32, 5000, 128),
        width=32,
        convolutions=2,
        shift=3,
        flip=True,
        rate=3e-3,
        decays=True,
    ),
}
RUNS = Path("runs/models")
SAMPLES = 1000
LICENCE = "Apache-2.0"  # Of the weights.


def main():
    """Builds what is missing, or measures what is there."""
    known = [*MODELS, *CLASSIFIERS]
    options = flags.parsed(
        __doc__,
        [
            Flag("output", "the folder of models", str(Path(__file__).parent)),
            Flag("only", "only this one", repeated=True, choices=known),
            Flag("data_dir", "where the datasets of TFDS lie"),
            Flag("measure", "only write new numbers into the cards", False, bool),
        ],
    )
    output = Path(options.output)
    for name in options.only or (MODELS if options.measure else known):
        folder = output / name / "1"
        if options.measure:
            if name in CLASSIFIERS:
                sys.exit(f"{name} is measured when it is trained")
            model_card.write(folder, describe(zoo.load(folder), name))
        elif name in MODELS:
            build(name, output)
        elif not folder.exists():
            build_classifier(name, output, options.data_dir)


def build(name: str, output: Path):
    """Trains a model and ships what it exports, as far as that is missing."""
    exports = {name: "export"}
    if "semi_supervised" in name:
        exports[f"{name}_classifier"] = "export_classifier"
    missing = [model for model in exports if not (output / model / "1").exists()]
    if missing:
        preparation.train(MODELS[name], RUNS / name)
    for model in missing:
        ship(RUNS / name / exports[model], output / model)


def build_classifier(name: str, output: Path, data_dir: str | None):
    """Trains a classifier and writes it with its accuracy on the test split."""
    how, seed = CLASSIFIERS[name], 0
    data = pipelines.Dataset(how.dataset, image_size=how.image_size, data_dir=data_dir)
    info = data.info
    keras.utils.set_random_seed(seed)
    network = zoo.networks.classifier.classifier(
        data.shape,
        num_classes=len(info.classes),
        width=how.width,
        convolutions=how.convolutions,
    )
    shift, rate, changes = how.shift / how.image_size, how.rate, []
    if how.shift:
        changes += [keras.layers.RandomTranslation(shift, shift, "nearest", seed=seed)]
    if how.flip:
        changes += [keras.layers.RandomFlip("horizontal", seed=seed)]
    student = keras.Sequential([*changes, network])
    if how.decays:
        rate = keras.optimizers.schedules.CosineDecay(rate, how.steps)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    student.compile(keras.optimizers.Adam(rate), loss)
    batches = data.batches(how.batch_size, labels=True, seed=seed)
    batches = batches.map(lambda *batch: scaled(batch))
    student.fit(batches, steps_per_epoch=how.steps, shuffle=False, verbose=0)

    images, labels = data.arrays("test", labels=True, shuffle=False)
    logits = network.predict(pixels.to_floats(images), verbose=0)
    right = np.mean(logits.argmax(axis=-1) == labels)
    product = zoo.sampling.Classifier(network)
    card = {
        **model_card.of_network(network),
        **product.card(),
        "licence": LICENCE,
        "objective": "cross-entropy",
        "seed": seed,
        "steps": how.steps,
        "batch_size": how.batch_size,
        "shift": how.shift,
        "flip": how.flip,
        "command": f"python saved_models/rebuild.py --only {name}",
        "dataset": how.dataset,
        "also_for": list(how.also_for),
        "classes": list(info.classes),
        "dataset_licence": info.licence,
        "dataset_source": info.source,
        "commit": environment.commit(),
        "measured": figures(f"{len(labels)} images of the test split", accuracy=right),
    }
    written = saved_model.write(product, output / name, card)
    (Path(written) / "fingerprint.pb").unlink(missing_ok=True)
    print(f"{name}: right on {right:.4f} of the test split; wrote {written}")


def describe(model, name: str) -> dict:
    """The card of a model, with what is measured of it."""
    card = {**model.card, "name": name, "measured": measure(model), "licence": LICENCE}
    if isinstance(model, zoo.export.LoadedGenerator):
        card["scores"] = score(model)
    return card


def ship(exported: Path, target: Path):
    """Copies the newest version of a model, with what is measured of it in its card."""
    model = zoo.load(exported)
    card = describe(model, target.name)
    with atomic.writing(target / "1") as copy:
        without = shutil.ignore_patterns("fingerprint.pb")
        shutil.copytree(model.path, copy, ignore=without)
        model_card.write(copy, card)
    print(target.name, json.dumps(card["measured"], indent=2))


def measure(model) -> dict:
    """What a loaded model is worth, with the protocol."""
    if isinstance(model, zoo.export.LoadedTranslator):
        return measure_translator(model)
    if isinstance(model, zoo.export.LoadedClassifier):
        images, labels = digits("test", model.card["input_shape"][0])
        return figures(
            f"{len(labels)} images of the test split, after learning from "
            f"{model.card['labels_per_class']} labels per class",
            accuracy=np.mean(model(images) == labels),
        )
    return measure_digits(model)


def figures(protocol: str, **numbers) -> dict:
    """Numbers with the digits that a card shows, and how they were measured."""
    shown = {name: round(float(value), 4) for name, value in numbers.items()}
    return {"protocol": protocol, **shown}


def score(model) -> dict:
    """Distances of features, beside those of the test split and of noise."""
    rows = evaluate(model, ["fid", "prdc"], dataset="digits", samples=2 * SAMPLES)
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


def digits(split: str, image_size: int):
    """All images of a split, and their labels."""
    data = pipelines.Dataset("digits", image_size=image_size)
    images, labels = data.arrays(split, labels=True, shuffle=False)
    return pixels.to_floats(images), labels


def measure_digits(model) -> dict:
    """What a classifier of real digits sees in samples."""
    size = model.card["output_shape"][0]
    classifier = MLPClassifier((64,), max_iter=500, random_state=0)
    (images, labels), (held_out, truth) = digits("train", size), digits("test", size)
    classifier.fit(images.reshape(len(images), -1), labels)
    held_out = held_out.reshape(len(held_out), -1)
    sure = classifier.predict_proba(held_out).max(axis=1).mean()

    fake = pixels.to_floats(model(SAMPLES, seed=0)).reshape(SAMPLES, -1)
    seen = classifier.predict_proba(fake)
    share = np.bincount(seen.argmax(axis=1), minlength=10) / SAMPLES
    asked = {}
    if model.card.get("num_classes"):
        labels = np.arange(SAMPLES) % 10  # As the generator takes its labels in turn.
        asked["classified_as_asked"] = np.mean(seen.argmax(axis=1) == labels)
    return figures(
        f"{SAMPLES} samples of seed 0, judged by scikit-learn's "
        "MLPClassifier((64,), max_iter=500, random_state=0), which is right on "
        f"{classifier.score(held_out, truth):.3f} of the test split",
        smallest_share_of_a_class=share.min(),
        largest_share_of_a_class=share.max(),
        confidence_over_real=seen.max(axis=1).mean() / sure,
        **asked,
    )


def measure_translator(model) -> dict:
    """How close held-out pairs are met, beside predicting the mean photograph."""
    size = model.card["input_shape"][0]
    data = pipelines.Dataset("photo_edges", image_size=size)
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


if __name__ == "__main__":
    main()
