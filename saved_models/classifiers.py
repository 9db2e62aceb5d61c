"""Trains the shipped classifiers, whose features the scores of generators compare."""

from pathlib import Path

import keras
import numpy as np

import pipelines
from tfgan_zoo import sampling
from tfgan_zoo.export import model_card, saved_model
from tfgan_zoo.networks import classifier
from tfgan_zoo.runs import environment

# Name: the dataset and the size of its images in pixels.
CLASSIFIERS = {
    "digits_classifier": ("digits", 32),
    "textures_classifier": ("textures", 64),
}
STEPS = 1500
BATCH_SIZE = 64
SEED = 0


def build(name: str, output: Path):
    """Trains a classifier and writes it with its accuracy on the test split."""
    dataset, image_size = CLASSIFIERS[name]
    info = pipelines.info(dataset)
    keras.utils.set_random_seed(SEED)
    shape = (image_size, image_size, info.shape[-1])
    network = classifier.classifier(shape, num_classes=len(info.classes), width=16)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(keras.optimizers.Adam(1e-3), loss)
    load = {"image_size": image_size, "labels": True}
    data = pipelines.load(dataset, batch_size=BATCH_SIZE, seed=SEED, **load)
    network.fit(data, steps_per_epoch=STEPS, shuffle=False, verbose=0)

    images, labels = pipelines.examples(dataset, split="test", shuffle=False, **load)
    right = np.mean(network.predict(images, verbose=0).argmax(axis=-1) == labels)
    product = sampling.Classifier(network)
    card = {
        **model_card.of_network(network),
        **product.card(),
        "objective": "cross-entropy",
        "seed": SEED,
        "steps": STEPS,
        "batch_size": BATCH_SIZE,
        "command": f"python saved_models/rebuild.py --only {name}",
        "dataset": dataset,
        "classes": list(info.classes),
        "dataset_licence": info.licence,
        "dataset_source": info.source,
        "commit": environment.commit(),
        "measured": {
            "protocol": f"{len(labels)} images of the test split",
            "accuracy": round(float(right), 4),
        },
    }
    written = saved_model.write(product, output / name, card)
    (Path(written) / "fingerprint.pb").unlink(missing_ok=True)
    print(f"{name}: right on {right:.4f} of the test split; wrote {written}")
