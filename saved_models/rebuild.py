"""Trains the pretrained models again, and measures them.

    python saved_models/rebuild.py                    # those that are missing here
    python saved_models/rebuild.py --output=rebuilt   # all of them, elsewhere
    python saved_models/rebuild.py --measure          # measured again, trained before

Each is trained as the command line in its model card says, in runs/models/NAME, where
a stopped run goes on; then it is measured, and what was measured is written into its
card. A model that is there already is left alone. `mnist` and `cifar10` are downloaded
by TFDS at their first use, to where TFDS_DATA_DIR says. TIME on two cores.
"""

import dataclasses
import json
import shutil
import sys
from pathlib import Path

import keras
import measures
import numpy as np

import pipelines
import tfgan_zoo as zoo
from tfgan_zoo import atomic, environment, flags, pixels
from tfgan_zoo.experiments import preparation
from tfgan_zoo.export import model_card, saved_model
from tfgan_zoo.flags import Flag
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.training.examples import scaled


def config(recipe: str, width: int, **fields) -> RunConfig:
    """The run of a model, of networks that are narrow, so that it stays small."""
    constants = {"width": width}
    return RunConfig(recipe, constants=constants, sample_every=500, **fields)


# Named after the recipe and the dataset.
MODELS = {
    "cdcgan_mnist_5k": config("cdcgan", 32, dataset="mnist_5k"),
    "dcgan_mnist_5k": config(
        "dcgan", 32, dataset="mnist_5k", batch_size=64, steps=6000
    ),
    "wgan_gp_mnist_5k": config("wgan_gp", 32, dataset="mnist_5k", steps=4000),
    "semi_supervised_gan_mnist": RunConfig(
        "semi_supervised_gan", dataset="mnist", labels_per_class=10, steps=60000
    ),
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
LICENCE = "Apache-2.0"  # Of the weights.


def main():
    """Builds what is missing, or measures what is there."""
    known = [*CLASSIFIERS, *MODELS]
    options = flags.parsed(
        __doc__,
        [
            Flag("output", "the folder of models", str(Path(__file__).parent)),
            Flag("only", "only this one", repeated=True, choices=known),
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
            build_classifier(name, output)


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


def build_classifier(name: str, output: Path):
    """Trains a classifier and writes it with its accuracy on the test split."""
    how, seed = CLASSIFIERS[name], 0
    data = pipelines.Dataset(how.dataset, image_size=how.image_size)
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
        "measured": measures.figures(
            f"{len(labels)} images of the test split", accuracy=right
        ),
    }
    written = saved_model.write(product, output / name, card)
    (Path(written) / "fingerprint.pb").unlink(missing_ok=True)
    print(f"{name}: right on {right:.4f} of the test split; wrote {written}")


def describe(model, name: str) -> dict:
    """The card of a model, with what is measured of it."""
    measured = measures.measure(model)
    card = {**model.card, "name": name, "measured": measured, "licence": LICENCE}
    if isinstance(model, zoo.export.LoadedGenerator):
        card["scores"] = measures.score(model)
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


if __name__ == "__main__":
    main()
