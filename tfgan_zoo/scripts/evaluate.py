"""Scores a saved generator, beside real images and beside noise.

    tfgan-evaluate --model=dcgan_digits
    tfgan-evaluate --model=runs/mine/export --dataset=cifar10 --extractor=inception \
        --metrics=fid,kid --samples=10000 --output=scores.json

A number alone says little, so the same metrics are taken of the dataset's other split,
whose images are real, and of uniform noise. The Fréchet distance is called FID where
the features are those of the Inception network of 2015, and nowhere else; `--extractor`
is the shipped classifier of the dataset by default.
"""

import json
from pathlib import Path

from absl import flags

from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string(
    "model", None, "a shipped model by its name, or the path of a model or a version"
)
flags.DEFINE_string("dataset", None, "to compare with; what it learnt from by default")
flags.DEFINE_string("split", "train", "of the dataset")
flags.DEFINE_list("metrics", ["fid", "kid", "is", "prdc"], "separated by commas")
flags.DEFINE_integer("samples", 2000, "generated, and real where many", lower_bound=20)
flags.DEFINE_integer("seed", 0, "of the samples", lower_bound=0)
flags.DEFINE_string(
    "extractor", None, "inception, inception:PATH, a .keras file or a SavedModel"
)
flags.DEFINE_string("data_dir", None, "where TFDS keeps prepared datasets")
flags.DEFINE_string("output", None, "a JSON file to write; never written over")

command.required("model")


def main():
    """Scores, prints and writes; returns the exit status."""
    output = Path(FLAGS.output).expanduser() if FLAGS.output else None
    if output and output.exists():
        raise ValueError(f"{output} exists. Choose another --output, or remove it.")
    from tfgan_zoo import export, metrics
    from tfgan_zoo.runs import evaluation
    from tfgan_zoo.runs import extractor as extractors

    for name in FLAGS.metrics:
        metrics.get(name)  # Before anything that takes time.
    model = export.load(FLAGS.model)
    if isinstance(model, export.LoadedClassifier):
        raise ValueError(f"--model={FLAGS.model} classifies images; it makes none.")
    dataset = FLAGS.dataset or model.card.get("dataset")
    if dataset is None:
        raise ValueError("The model's card names no dataset; say which with --dataset.")
    extractor = None
    if any(map(metrics.needs_extractor, FLAGS.metrics)):
        extractor = extractors.find(FLAGS.extractor, dataset)
    data = evaluation.EvaluationData(
        dataset, FLAGS.split, model, FLAGS.samples, FLAGS.seed, FLAGS.data_dir
    )
    scores = data.scores(FLAGS.metrics, extractor)
    _print(scores)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        record = {
            "model": FLAGS.model,
            "scores": {
                what: {name: score.as_dict() for name, score in row.items()}
                for what, row in scores.items()
            },
        }
        output.write_text(json.dumps(record, indent=2) + "\n")
        print(f"Wrote {output}")
    return 0


def _print(scores):
    """A table, a column for each sample; then what the numbers hold for."""
    first = next(iter(scores.values()))
    print(f"{'':26}" + "".join(f"{what:>16}" for what in scores))
    for name, score in first.items():
        for value in score.values:
            cells = (
                f"{row[name][value]:16.4g}" if name in row else f"{'-':>16}"
                for row in scores.values()
            )
            print(f"{value:26}" + "".join(cells))
    for key in ("real_samples", "fake_samples"):  # Scores depend on their number.
        counts = (_counts(row, key) for row in scores.values())
        print(f"{key.replace('_', ' '):26}" + "".join(f"{c:>16}" for c in counts))
    print()
    for name, score in first.items():
        protocol = (f"{key} {value}" for key, value in score.protocol.items())
        print(f"{name}: {', '.join(protocol)}")
    notes = {
        note for row in scores.values() for s in row.values() for note in s.warnings
    }
    for note in sorted(notes):
        print(f"Beware: {note}")


def _counts(row, key):
    known = {s.protocol[key] for s in row.values() if key in s.protocol}
    return ", ".join(map(str, sorted(known))) or "-"


def run():
    """Entry point of `tfgan-evaluate`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
