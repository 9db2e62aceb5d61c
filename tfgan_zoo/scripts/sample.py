"""Draws samples of a saved generator: one picture, or each for itself.

    tfgan-sample --model=cdcgan_mnist_5k --label=7 --output=sevens.png
    tfgan-sample --model=runs/pets/export --label=cat --output=cats.png
    tfgan-sample --model=runs/dcgan/export --num=64 --seed=1 --output=grid.png
    tfgan-sample --model=cdcgan_mnist_5k --num=10000 --output=samples.npz
    tfgan-sample --model=cdcgan_mnist_5k --num=10000 --output=samples/
    tfgan-sample --model=pix2pix_photo_edges --num=8 --output=photographs.png

A name that ends in .npz gets arrays, `images` and, of a conditional generator,
`labels`; one without an ending gets a folder of PNG files. Both are written as the
samples are made, a batch at a time. Of a translator, each row of the picture shows a
source and what was made of it, and the target if the dataset has one.
"""

from pathlib import Path

from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command
from tfgan_zoo.scripts.command import MODEL

FLAGS = [
    MODEL,
    Flag("num", "number of samples", 64, int, min=1),
    Flag("seed", "the same seed gives the same samples", 0, int, min=0),
    Flag("label", "class to draw, its name or number from 0; all in turn by default"),
    Flag("dataset", "what a translator translates; what it learnt from by default"),
    Flag(
        "output", "picture, .npz or folder to write; never written over", required=True
    ),
]


def _main(flags):
    """Samples and writes; returns the exit status."""
    from tfgan_zoo.runs import samples

    output = Path(flags.output).expanduser()
    written = samples.write(
        flags.model,
        output,
        num=flags.num,
        seed=flags.seed,
        label=flags.label,
        dataset=flags.dataset,
    )
    print(f"Wrote {output}: {written}")
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
