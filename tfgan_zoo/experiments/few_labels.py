"""Learning from few labels: the semi-supervised GAN beside two other classifiers."""

import dataclasses

import keras
import numpy as np
from sklearn.semi_supervised import LabelSpreading

import pipelines
from tfgan_zoo import atomic, pixels, runs, training
from tfgan_zoo.experiments import preparation
from tfgan_zoo.training.examples import scaled


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
    info = pipelines.info(config.dataset, data_dir=config.data_dir)
    if not info.classes or "test" not in info.examples:
        raise ValueError(f"--dataset={config.dataset} has no labels, or no test split.")
    fields = ("dataset", "image_size", "labels_per_class", "steps")
    config, writes = preparation.as_begun(output, config), ("scores.json",)
    with preparation.opened(output, config, fields, info, writes) as directory:
        _compare(config, directory / writes[0], seeds, info)


def _compare(config, file, seeds, info):
    scores = atomic.read_json(file) if file.exists() else {}
    for seed in range(seeds):
        if str(seed) not in scores:
            one = dataclasses.replace(config, seed=seed)
            scores[str(seed)] = _accuracies(one, file.parent / str(seed))
            atomic.write_json(file, scores)
    _print(scores, info, config)
    print(f"Wrote {file}")


def _accuracies(config, directory):
    """Accuracies on the test split, with the labels that a seed chooses."""
    gan = preparation.train(config, directory, verbose=False)
    _, bare, data, minibatch = preparation.untrained(config)
    images, labels = data.dataset.arrays("test", labels=True, shuffle=False)
    images = pixels.to_floats(images)

    def accuracy(network):
        logits = network.predict(images, verbose=0)
        return float(np.mean(np.argmax(logits, axis=-1) == labels))

    alone = _labels_alone(config, bare, data, minibatch)
    return {
        "semi-supervised GAN": accuracy(gan.products()["classifier"].network),
        "labels alone": accuracy(alone),
        "LabelSpreading": _label_spreading(config, data, images, labels),
    }


def _labels_alone(config, bare, data, minibatch):
    """The same network, optimizer, labelled batches and average, without the game."""
    network, average = bare.discriminator, training.GeneratorAverage(0.9999)
    average.build_from(network)
    follow = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda i, logs: average.follow(network, i)
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(bare.discriminator_optimizer, loss)
    batches = data.batches(minibatch, 0, bare.distribute_strategy)
    network.fit(
        batches.map(lambda labelled, _: scaled(labelled)),
        callbacks=[follow],
        steps_per_epoch=config.steps,
        shuffle=False,
        verbose=0,
    )
    return average.generator


def _label_spreading(config, data, images, labels):
    """The accuracy of scikit-learn's classifier, which sees the unlabelled images."""
    few, known = data.dataset.few_labels(data.labels_per_class, seed=config.seed)
    others = data.dataset.arrays(shuffle=False)
    every = _flat(pixels.to_floats(np.concatenate([few, others])))
    known = np.concatenate([known, np.full(len(others), -1)])
    spreading = LabelSpreading(kernel="knn", n_neighbors=7).fit(every, known)
    return float(spreading.score(_flat(images), labels))


def _flat(images):
    return images.reshape(len(images), -1)


def _print(scores, info, config):
    print(f"accuracy on {info.examples['test']} test images of {info.name}, with")
    print(f"{config.labels_per_class} labels per class, {len(scores)} seeds:")
    for name in next(iter(scores.values())):
        values = np.array([row[name] for row in scores.values()])
        each = " ".join(f"{value:.3f}" for value in values)
        print(f"  {name:20} {values.mean():.3f} ± {values.std():.3f}   ({each})")
