"""Exports the generator of a run directory, from its newest checkpoint.

    tfgan-export --workdir=runs/dcgan --export_dir=models/dcgan

The run may still go on: what is exported is its newest whole save.
"""

from pathlib import Path

from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command

FLAGS = [
    Flag("workdir", "the run directory", required=True),
    Flag("export_dir", "where to add a version", required=True),
    Flag(
        "batching",
        "for a server with many clients: run their concurrent requests together; none "
        "waits for others",
        False,
        bool,
    ),
    Flag("licence", "of the weights, for the model card; that of the training if any"),
]


def _main(flags):
    """Restores and exports; returns the exit status."""
    from tfgan_zoo.runs import export, validation

    directory = Path(flags.workdir).expanduser()
    target = Path(flags.export_dir).expanduser()
    validation.check_writable("export_dir", target)
    gan, step = export.restored(directory)
    export.export_run(gan, directory, target, step, flags.batching, flags.licence)
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
