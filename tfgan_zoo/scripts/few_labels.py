"""Compares the semi-supervised GAN with learning from the labels alone.

    tfgan-few-labels --dataset=digits --labels_per_class=10 --seeds=5 --output=runs/few

For each seed, which chooses the labels: the accuracy on the test split of the recipe
`semi_supervised_gan`; of the same discriminator, trained on the labelled images alone;
and of scikit-learn's LabelSpreading on the labelled and unlabelled images. It writes
scores.json, the learning curves as learning_curves.png, and each run of the GAN into a
directory of its seed, with the errors as it learnt, learning_curve.csv, and its
classifier, classifier.keras: the last before a collapse, where there was one. Run it
again to go on after a stop.
"""

from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command, config_flags
from tfgan_zoo.scripts.command import OUTPUT

FLAGS = [
    *config_flags.of(
        *("dataset", "data_dir", "image_size", "labels_per_class", "steps"),
        minimums={"image_size": 8},
        dataset="digits",
        labels_per_class=10,
        steps=3000,
    ),
    Flag("seeds", "number of runs", 5, int, min=1),
    config_flags.width("units of the discriminator's first layer"),
    OUTPUT,
]


def _main(flags):
    """Trains, compares and writes; returns the exit status."""
    from tfgan_zoo.experiments.few_labels import comparison

    config = config_flags.config_of(
        flags,
        recipe="semi_supervised_gan",
        constants={} if flags.width is None else {"width": flags.width},
        sample_every=0,
        export=False,
    )
    comparison.compare(config, flags.output, flags.seeds)
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
