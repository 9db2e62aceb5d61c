"""Draws what is proved about GANs, and measures it on small distributions.

    tfgan-theory --output=theory/

One picture and one file of numbers for each topic, and index.html, which holds all
pictures and says what they show. A topic that is there already stays as it is: run it
again to go on after a stop, or with more names in --only. Remove a topic's .png to draw
it again, and its .json to measure it again.
"""

from tfgan_zoo.experiments import theory
from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command

FLAGS = [
    Flag("output", "the directory to write to", required=True),
    Flag(
        "only", f"some of: {', '.join(theory.available())}; by default all", type=list
    ),
    Flag("seed", "of weights and samples", 0, int, min=0),
]


def _main(flags):
    """Draws what is missing, and writes the page; returns the exit status."""
    from tfgan_zoo.experiments.theory import report

    print(f"Wrote {report.write(flags.output, only=flags.only, seed=flags.seed)}")
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
