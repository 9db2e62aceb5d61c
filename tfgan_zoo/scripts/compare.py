"""Trains recipes side by side on the same networks, and draws what comes of each.

    tfgan-compare --recipes=gan,wgan --dataset=digits --output=report

Only the objective differs, with the optimizers of its recipe. A recipe that cannot play
with the shared networks keeps its own. Constants are compared as wgan,wgan+clip=0.1;
those of networks with --networks=own. Samples have scores where the dataset has a
pretrained classifier, or an extractor given. It writes index.html, one page that opens
without a network, samples.png, results.csv and scores.json. Run it again to go on.
"""

from tfgan_zoo import recipes
from tfgan_zoo.experiments.comparison.baselines import available
from tfgan_zoo.flags import Flag, given
from tfgan_zoo.runs.shared_networks import WIDTH
from tfgan_zoo.scripts import command, config_flags
from tfgan_zoo.scripts.command import OUTPUT

_KNOWN = (
    "each with constants of its own where +NAME=VALUE follows; some of: "
    f"{', '.join(recipes.available())}"
)
_SHARED = ("dataset", "image_size", "steps", "batch_size", "labels_per_class")
_SHARED = (*_SHARED, "extractor", "data_dir", "networks")
_DEFAULTS = {"dataset": "digits", "image_size": 16, "steps": 2000}
_DEFAULTS |= {"batch_size": 64, "labels_per_class": 10, "networks": "shared"}


def _check(names):
    for name in names:
        config_flags.check_recipe(name.partition("+")[0])


FLAGS = [
    Flag("recipes", _KNOWN, type=list, required=True, check=_check),
    *config_flags.of(
        *_SHARED, minimums={"image_size": 16, "batch_size": 2}, **_DEFAULTS
    ),
    config_flags.width(f"channels of the networks; {WIDTH} of those that are shared"),
    Flag("baselines", f"to fit beside: {', '.join(available())}", [], list),
    Flag("seeds", "runs of each recipe", 3, int, min=1),
    Flag("samples", "images of a score", 1000, int, min=10),
    Flag("split", "of the real images of a score", "train"),
    OUTPUT,
]


def _main(flags):
    """Trains what is missing and writes the page; returns the exit status."""
    from tfgan_zoo.experiments.comparison.comparison import compare
    from tfgan_zoo.experiments.comparison.settings import Settings

    names = (*_SHARED, "width", "samples", "split")
    settings = Settings(**{name: flags[name].value for name in names})
    return compare(
        flags.recipes,
        settings,
        seeds=flags.seeds,
        baselines=flags.baselines,
        output=flags.output,
        flags=given(FLAGS, flags),
    )


main, run = command.entry_points(__name__, FLAGS, _main)
