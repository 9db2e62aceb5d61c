"""Learning from few labels: the semi-supervised GAN beside two other classifiers."""

import dataclasses

import keras
import numpy as np
from sklearn.semi_supervised import LabelSpreading

import pipelines
from tfgan_zoo import atomic, pixels, recipes, runs, training
from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.experiments import preparation
from tfgan_zoo.experiments.few_labels import plots
from tfgan_zoo.experiments.few_labels.learning_curve import (
    GANLearningCurve,
    LearningCurve,
    errors,
)
from tfgan_zoo.training.examples import scaled
from tfgan_zoo.visualization import plot_style

ALONE_STEPS = 3000  # Of the labels alone: their errors have long settled by then.
SCORES, PICTURE = "scores.json", "learning_curves.png"
CURVES = {"gan": "learning_curve.csv", "alone": "labels_alone.csv"}
KEPT = "classifier.keras"
LEARNERS = "semi-supervised GAN", "labels alone", "LabelSpreading"


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
    config, writes = preparation.as_begun(output, config), (SCORES, PICTURE)
    asked = output, config, fields, info, writes
    with preparation.opened(*asked, seeds=seeds) as directory:
        _compare(config, directory, seeds, info)


def _compare(config, directory, seeds, info):
    file = directory / SCORES
    known = atomic.read_json(file) if file.exists() else {}
    scores = known.get("seeds", known)  # Version 0.2 had the seeds alone.
    about = preparation.provenance(directory, "tfgan-few-labels")
    for seed in range(seeds):
        if str(seed) not in scores:
            one = dataclasses.replace(config, seed=seed)
            scores[str(seed)] = _measured(one, directory / str(seed))
            atomic.write_json(file, {**about, "seeds": scores})
    _draw(config, directory, scores, info)
    _print(scores, info, config)
    print(f"Wrote {file} and {directory / PICTURE}")


def _draw(config, directory, scores, info):
    """Draws the learning curves of all seeds."""
    curves = [
        {name: metrics_log.read(directory / seed / f) for name, f in CURVES.items()}
        for seed in scores
    ]
    tests = info.examples["test"]
    spreading = [tests * (1 - row["LabelSpreading"]) for row in scores.values()]
    minibatch = config.batch_size or recipes.get(config.recipe).batch_size
    paper = plots.PAPER.get(config.labels_per_class) if info.name == "mnist" else None
    figure = plots.learning_curves(
        *(curves, spreading), epoch=info.examples["train"] / minibatch, paper=paper
    )
    plot_style.save(figure, directory / PICTURE)


def _measured(config, directory):
    """Accuracies on the test split, with the labels that a seed chooses, and the time.

    "seconds" are those of the GAN's training, with what is measured meanwhile.
    """
    _, bare, data, minibatch = preparation.untrained(config)
    images, labels = data.dataset.arrays("test", labels=True, shuffle=False)
    images = pixels.to_floats(images)

    def accuracy(network):
        return 1 - errors(network, images, labels) / len(labels)

    kept = _semi_supervised(config, directory, images, labels)
    curve = LearningCurve(directory / CURVES["alone"], images, labels)
    seconds = metrics_log.read(directory / "metrics.csv")[-1]["seconds"]
    return {
        "semi-supervised GAN": accuracy(kept),
        "labels alone": accuracy(_labels_alone(config, bare, data, minibatch, curve)),
        "LabelSpreading": _label_spreading(config, data, images, labels),
        "seconds": seconds,
    }


def _semi_supervised(config, directory, images, labels):
    """The classifier of the GAN that is kept: the last before a collapse, if any."""
    curve = LearningCurve(directory / CURVES["gan"], images, labels)
    file, every = directory / KEPT, max(1, config.steps // 100)
    watch = GANLearningCurve(curve, file, every)
    gan = preparation.train(config, directory, callbacks=[watch], verbose=False)
    if not file.exists():  # Of a version that kept the last.
        return gan.classifier
    return keras.models.load_model(file)


def _labels_alone(config, bare, data, minibatch, curve):
    """The same network, optimizer, labelled batches and average, without the game."""
    network, average = bare.discriminator, training.GeneratorAverage(0.9999)
    average.build_from(network)
    steps = min(config.steps, ALONE_STEPS)
    every = max(1, steps // 30)
    curve.begin(0)

    def after(i, logs):
        average.follow(network, i)
        if (i + 1) % every == 0:
            networks = {"current": network, "average": average.generator}
            curve.measure(i + 1, networks)

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(bare.discriminator_optimizer, loss)
    batches = data.batches(minibatch, 0, bare.distribute_strategy)
    network.fit(
        batches.map(lambda labelled, _: scaled(labelled)),
        callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=after)],
        steps_per_epoch=steps,
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
    for name in LEARNERS:
        values = np.array([row[name] for row in scores.values()])
        each = " ".join(f"{value:.4f}" for value in values)
        print(f"  {name:20} {values.mean():.4f} ± {values.std():.4f}   ({each})")
