"""Trains pix2pix without parts of its loss, its skips or its noise, side by side.

    tfgan-ablation --dataset=photo_edges --output=runs/ablation
    tfgan-ablation --variants="L1 + cGAN,L2 + cGAN,without noise" --output=runs/ablation

As in figures 4 and 5 of Isola et al. (2017), https://arxiv.org/abs/1611.07004: L1
alone, the conditional GAN alone, and both, on the U-Net; and both on the
encoder-decoder. Other variants on request: L2 in place of L1, a translator without
noise, and discriminators that judge smaller or larger patches. It writes held-out pairs
with what each makes of them, in columns, to columns.png, and their scores to
scores.json: the distance to the truth, the agreement with the lines, and the spread
over draws of the noise. Run it again to go on after a stop, or to add variants.
"""

from tfgan_zoo.experiments import pix2pix_variants
from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command, config_flags
from tfgan_zoo.scripts.command import OUTPUT

FLAGS = [
    *config_flags.of(
        *("dataset", "image_size", "steps", "batch_size", "seed"),
        minimums={"image_size": 16},
        dataset="photo_edges",
        image_size=64,
        steps=6000,
        batch_size=8,
    ),
    config_flags.width("channels of the networks", 12),
    Flag(
        "variants",
        f"some of: {', '.join(pix2pix_variants.VARIANTS)}",
        list(pix2pix_variants.PARTS),
        list,
        check=pix2pix_variants.check,
    ),
    Flag("rows", "pairs in the picture", 6, int, min=1),
    OUTPUT,
]


def _main(flags):
    """Trains, measures and draws; returns the exit status."""
    from tfgan_zoo.experiments import ablation

    config = config_flags.config_of(
        flags,
        recipe="pix2pix",
        constants={"width": flags.width},
        sample_every=1000,
        export=False,
    )
    ablation.ablate(config, flags.output, rows=flags.rows, variants=flags.variants)
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
