"""Prepares a copy of a dataset that is fast to read: resized once, in shards.

    tfgan-prepare --dataset=folder:PATH --image_size=64 --name=my_photos

After that the name is a dataset like any other:

    tfgan-train --recipe=dcgan --dataset=my_photos --workdir=runs/mine
"""

from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command, config_flags

FLAGS = [
    Flag("dataset", "what to copy: folder:PATH, pairs:PATH, a name", required=True),
    Flag("name", "of the copy: lower case, with underscores", required=True),
    Flag("data_dir", "where TFDS keeps prepared datasets, and writes this one"),
    *config_flags.of("labels", "image_size", "skip_unreadable"),
]


def _main(flags):
    """Writes the copy; returns the exit status."""
    import pipelines

    folder = pipelines.prepare(
        flags.dataset,
        flags.name,
        image_size=flags.image_size,
        label_file=flags.labels,
        data_dir=flags.data_dir,
        skip_unreadable=flags.skip_unreadable,
    )
    info = pipelines.info(flags.name, data_dir=flags.data_dir)
    counts = ", ".join(f"{n:,} ({split})" for split, n in info.examples.items())
    where = f" --data_dir={flags.data_dir}" if flags.data_dir else ""
    print(
        f"Wrote {folder}: {counts} examples. Use it with --dataset={info.name}{where}"
    )
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
