"""Compares the semi-supervised GAN with learning from the labels alone.

    tfgan-few-labels --dataset=digits --labels_per_class=10 --seeds=5 --output=runs/few

For each seed, which chooses the labels: the accuracy on the test split of the recipe
`semi_supervised_gan`; of the same discriminator, trained on the labelled images alone;
and of scikit-learn's LabelSpreading on the labelled and unlabelled images. It writes
scores.json. Run it again to go on after a stop.
"""

import json

from absl import flags

from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string("dataset", "digits", "images with labels and a test split")
flags.DEFINE_integer("image_size", None, "height and width in pixels", lower_bound=8)
flags.DEFINE_integer("labels_per_class", 10, "labels to learn from", lower_bound=1)
flags.DEFINE_integer("seeds", 5, "number of runs", lower_bound=1)
flags.DEFINE_integer("steps", 3000, "steps of each network", lower_bound=1)
flags.DEFINE_integer("width", None, "units of the discriminator's first layer")
flags.DEFINE_string("output", None, "the directory to write to")

command.required("output")


def main():
    """Trains, compares and writes; returns the exit status."""
    import pipelines

    names = ("dataset", "image_size", "labels_per_class", "steps", "width")
    identity = {name: getattr(FLAGS, name) for name in names}
    directory = run_directory.open_run(FLAGS.output, identity)
    info = pipelines.info(FLAGS.dataset)
    if not info.classes or "test" not in info.examples:
        raise ValueError(f"--dataset={FLAGS.dataset} has no labels, or no test split.")
    run_directory.record_start(
        directory, identity, run_directory.origin(info), identity
    )

    file = directory / "scores.json"
    scores = json.loads(file.read_text()) if file.exists() else {}
    test = pipelines.examples(
        FLAGS.dataset,
        split="test",
        image_size=FLAGS.image_size,
        labels=True,
        shuffle=False,
    )
    for seed in range(FLAGS.seeds):
        if str(seed) not in scores:
            scores[str(seed)] = _compare(info, seed, test)
            file.write_text(json.dumps(scores, indent=2) + "\n")
    _print(scores, info)
    print(f"Wrote {file}")
    return 0


def _compare(info, seed, test):
    """Accuracies on the test split, with the labels that a seed chooses."""
    import keras
    import numpy as np
    from sklearn.semi_supervised import LabelSpreading

    import pipelines
    from tfgan_zoo import recipes, training

    recipe = recipes.semi_supervised_gan
    classes, shape = len(info.classes), test[0].shape[1:]

    def accuracy(network):
        parts = np.array_split(test[0], max(1, len(test[0]) // 256))
        logits = np.concatenate([network(part, training=False) for part in parts])
        return float(np.mean(np.argmax(logits, axis=-1) == test[1]))

    def build():
        return recipe.build(shape, classes, seed, width=FLAGS.width)

    choice = {"labels_per_class": FLAGS.labels_per_class, "seed": seed}
    choice["image_size"] = FLAGS.image_size
    data = pipelines.semi_supervised(
        FLAGS.dataset, batch_size=recipe.BATCH_SIZE, **choice
    )
    gan, bare = build(), build()
    for model in (gan, bare):
        recipe.prepare(model, next(iter(data)))
    callbacks = [training.FiniteLosses()]
    steps = {"steps_per_epoch": FLAGS.steps, "shuffle": False, "verbose": 0}
    gan.fit(data, callbacks=callbacks, **steps)

    # The same network, optimizer, labelled batches and average, without the game.
    network, average = bare.discriminator, training.GeneratorAverage(0.9999)
    average.build_from(network)
    step = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda i, logs: average.follow(network, i)
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(bare.discriminator_optimizer, loss)
    network.fit(data.map(lambda labelled, _: labelled), callbacks=[step], **steps)

    few, labels = pipelines.few_labels(FLAGS.dataset, **choice)
    images = pipelines.examples(
        FLAGS.dataset, image_size=FLAGS.image_size, shuffle=False
    )
    every = np.concatenate([few, images]).reshape(len(few) + len(images), -1)
    known = np.concatenate([labels, np.full(len(images), -1)])
    spreading = LabelSpreading(kernel="knn", n_neighbors=7).fit(every, known)
    return {
        "semi-supervised GAN": accuracy(gan.classifier),
        "labels alone": accuracy(average.generator),
        "LabelSpreading": float(spreading.score(_flat(test[0]), test[1])),
    }


def _flat(images):
    return images.reshape(len(images), -1)


def _print(scores, info):
    import numpy as np

    print(f"accuracy on {info.examples['test']} test images of {info.name}, with")
    print(f"{FLAGS.labels_per_class} labels per class, {len(scores)} seeds:")
    for name in next(iter(scores.values())):
        values = np.array([row[name] for row in scores.values()])
        each = " ".join(f"{value:.3f}" for value in values)
        print(f"  {name:20} {values.mean():.3f} ± {values.std():.3f}   ({each})")


def run():
    """Entry point of `tfgan-few-labels`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
