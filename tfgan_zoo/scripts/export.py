"""Exports the generator of a run directory, from its newest checkpoint.

    tfgan-export --workdir=runs/dcgan_digits --export_dir=models/dcgan_digits

The run may still go on: what is exported is its newest whole save.
"""

from pathlib import Path

from absl import flags

from tfgan_zoo.runs import export as run_export
from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string("workdir", None, "the run directory")
flags.DEFINE_string("export_dir", None, "where to add a version")
flags.DEFINE_boolean(
    "batching",
    False,
    "for a server with many clients: run their concurrent requests together; none "
    "waits for others",
)

command.required("workdir")
command.required("export_dir")


def main():
    """Restores and exports; returns the exit status."""
    directory = Path(FLAGS.workdir).expanduser()
    gan, step = run_export.restored(directory)
    target = Path(FLAGS.export_dir).expanduser()
    run_export.export_run(gan, directory, target, step, batching=FLAGS.batching)
    return 0


def run():
    """Entry point of `tfgan-export`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
