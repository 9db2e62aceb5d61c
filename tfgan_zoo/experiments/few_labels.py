"""Learning from few labels: the semi-supervised GAN beside two other classifiers."""

import dataclasses
import json
from pathlib import Path

import keras
import numpy as np
from sklearn.semi_supervised import LabelSpreading

import pipelines
from tfgan_zoo import recipes, runs, training
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs.data import RunData


def compare(config: runs.RunConfig, output: str, seeds: int):
    """Trains and measures what is missing, and prints the accuracies.

    Args:
        config: of the recipe `semi_supervised_gan`.
        output: the directory to write to.
        seeds: number of runs; each chooses the labels, weights and noise anew.

    Raises:
        ValueError: the dataset has no labels or no test split, or the directory holds
            another comparison.
    """
    names = ("dataset", "image_size", "labels_per_class", "steps")
    identity = {name: getattr(config, name) for name in names}
    identity["width"] = config.constants.get("width")
    directory = Path(output).expanduser()
    run_directory.check(directory, identity)
    info = pipelines.info(config.dataset)
    if not info.classes or "test" not in info.examples:
        raise ValueError(f"--dataset={config.dataset} has no labels, or no test split.")
    run_directory.make(directory)
    run_directory.record_start(
        directory, identity, run_directory.origin(info), identity
    )

    file = directory / "scores.json"
    scores = json.loads(file.read_text()) if file.exists() else {}
    for seed in range(seeds):
        if str(seed) not in scores:
            one = dataclasses.replace(config, seed=seed)
            scores[str(seed)] = _accuracies(one, directory / str(seed))
            file.write_text(json.dumps(scores, indent=2) + "\n")
    _print(scores, info, config)
    print(f"Wrote {file}")


def _accuracies(config, directory):
    """Accuracies on the test split, with the labels that a seed chooses."""
    gan = runs.train(config, directory, verbose=False)
    if gan.stop_training:
        raise KeyboardInterrupt
    recipe = recipes.get(config.recipe)
    data = RunData(config, recipe)
    test = pipelines.examples(
        data.name, split="test", image_size=data.image_size, labels=True, shuffle=False
    )

    def accuracy(network):
        parts = np.array_split(test[0], max(1, len(test[0]) // 256))
        logits = np.concatenate([network(part, training=False) for part in parts])
        return float(np.mean(np.argmax(logits, axis=-1) == test[1]))

    return {
        "semi-supervised GAN": accuracy(gan.products()["classifier"].network),
        "labels alone": accuracy(_labels_alone(config, recipe, data)),
        "LabelSpreading": _label_spreading(config, data, test),
    }


def _labels_alone(config, recipe, data):
    """The same network, optimizer, labelled batches and average, without the game."""
    minibatch = config.batch_size or recipe.batch_size
    bare = recipe.build(
        data.shape, len(data.info.classes), config.seed, **config.constants
    )
    recipe.prepare(bare, data.first(minibatch))
    network, average = bare.discriminator, training.GeneratorAverage(0.9999)
    average.build_from(network)
    follow = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda i, logs: average.follow(network, i)
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(bare.discriminator_optimizer, loss)
    batches = data.batches(minibatch, 0, bare.distribute_strategy)
    network.fit(
        batches.map(lambda labelled, _: labelled),
        callbacks=[follow],
        steps_per_epoch=config.steps,
        shuffle=False,
        verbose=0,
    )
    return average.generator


def _label_spreading(config, data, test):
    """The accuracy of scikit-learn's classifier, which sees the unlabelled images."""
    size = {"image_size": data.image_size}
    few, labels = pipelines.few_labels(
        data.name, labels_per_class=data.labels_per_class, seed=config.seed, **size
    )
    images = pipelines.examples(data.name, shuffle=False, **size)
    every = _flat(np.concatenate([few, images]))
    known = np.concatenate([labels, np.full(len(images), -1)])
    spreading = LabelSpreading(kernel="knn", n_neighbors=7).fit(every, known)
    return float(spreading.score(_flat(test[0]), test[1]))


def _flat(images):
    return images.reshape(len(images), -1)


def _print(scores, info, config):
    print(f"accuracy on {info.examples['test']} test images of {info.name}, with")
    print(f"{config.labels_per_class} labels per class, {len(scores)} seeds:")
    for name in next(iter(scores.values())):
        values = np.array([row[name] for row in scores.values()])
        each = " ".join(f"{value:.3f}" for value in values)
        print(f"  {name:20} {values.mean():.3f} ± {values.std():.3f}   ({each})")
