r"""Scores a saved generator or any images, beside real ones and beside noise.

    tfgan-evaluate --model=dcgan_mnist_5k
    tfgan-evaluate --model=runs/mine/export --dataset=cifar10 --extractor=inception \
        --metrics=fid,kid --samples=10000 --output=scores.json
    tfgan-evaluate --samples=theirs/ --dataset=folder:photos --extractor=mine.keras

A number alone says little, so the same metrics are taken of the dataset's other split,
whose images are real, and of uniform noise. The Fréchet distance is called FID where
the features are those of the Inception network of 2015, and nowhere else; `--extractor`
is the pretrained classifier of the dataset by default. --samples=PATH scores images
that any program made: the files of a folder, or `images` [n, H, W, C] in an .npz file,
to whose size the real ones are brought.
"""

from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command, config_flags
from tfgan_zoo.scripts.command import MODEL

FLAGS = [
    Flag("model", MODEL.about),
    Flag("dataset", "to compare with; what it learnt from by default"),
    Flag("split", "of the dataset", "train"),
    Flag("metrics", "separated by commas", ["fid", "kid", "is", "prdc"], list),
    Flag("samples", "how many; or, for no --model, a folder or .npz file", "2000"),
    Flag("seed", "of the samples", 0, int, min=0),
    Flag("extractor", "inception, inception:PATH, a .keras file or a SavedModel"),
    *config_flags.of("labels", "data_dir"),
    Flag("output", "a JSON file to write; never written over"),
]


def _main(flags):
    """Scores, prints and writes; returns the exit status."""
    output = command.new_file(flags.output)
    from tfgan_zoo.runs import evaluation, score_table

    names = ("dataset", "split", "samples", "seed", "extractor", "data_dir")
    options = {name: flags[name].value for name in names}
    options["label_file"] = flags.labels
    scores = evaluation.evaluate(flags.model, flags.metrics, **options)
    print(score_table.text(scores))
    command.write_json(output, score_table.record(flags.model or flags.samples, scores))
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
