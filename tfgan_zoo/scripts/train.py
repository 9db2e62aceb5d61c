"""Trains a recipe on a dataset, into a run directory that it can go on from.

    tfgan-train --recipe=dcgan --dataset=mnist_5k --workdir=runs/dcgan
    tfgan-train --recipe=wgan --set=clip=0.02 --workdir=runs/wgan

Stop it at any time, with Ctrl-C or the hard way, and run the same command again: it
goes on from its last save. The directory then holds run.json (what the run is),
metrics.csv, curves.png, tensorboard/, samples/ and their film samples.webp,
checkpoints/, and the exported generator under export/.

With --evaluate_every, samples are scored while it trains: the scores join metrics.csv,
evaluation.csv has them alone, and best-step-N.keras is the best generator.

A recipe of your own begins with one of the zoo, printed by --print_recipe:

    tfgan-train --recipe=wgan --print_recipe > mine.py
    tfgan-train --recipe=mine.py --workdir=runs/mine

With --strategy=multi_worker, run it on every machine that TF_CONFIG names. A worker
that is lost stops all of them; then the same holds: run the same command again.
"""

from tfgan_zoo.flags import Flag
from tfgan_zoo.runs import recipe_file
from tfgan_zoo.scripts import command, config_flags

FLAGS = [
    *config_flags.of(*config_flags.NAMES),  # A flag is a field of runs.RunConfig.
    Flag("workdir", "the run directory, made if needed"),
    Flag("print_recipe", "print the recipe's file, and end", False, bool),
]


def _main(flags):
    """Trains, saves and exports; returns the exit status."""
    if flags.print_recipe:
        print(recipe_file.source(flags.recipe), end="")
        return 0
    if flags.workdir is None:
        raise ValueError("--workdir is required.")
    from tfgan_zoo import runs

    runs.train(config_flags.config_of(flags), flags.workdir)
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
