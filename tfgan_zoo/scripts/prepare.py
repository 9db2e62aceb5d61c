"""Prepares a copy of a dataset that is fast to read: resized once, in shards.

    tfgan-prepare --dataset=folder:PATH --image_size=64 --name=my_photos

After that the name is a dataset like any other:

    tfgan-train --recipe=dcgan --dataset=my_photos --workdir=runs/mine
"""

from absl import flags

from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string("dataset", None, "what to copy: folder:PATH, pairs:PATH, a name")
flags.DEFINE_string("name", None, "of the copy: lower case, with underscores")
flags.DEFINE_integer("image_size", None, "height and width in pixels", lower_bound=1)
flags.DEFINE_string(
    "data_dir", None, "where TFDS keeps prepared datasets, and writes this one"
)
flags.DEFINE_boolean("skip_unreadable", False, "leave out files that cannot be decoded")

command.required("dataset")
command.required("name")


def main():
    """Writes the copy; returns the exit status."""
    import pipelines

    folder = pipelines.prepare(
        FLAGS.dataset,
        FLAGS.name,
        image_size=FLAGS.image_size,
        data_dir=FLAGS.data_dir,
        skip_unreadable=FLAGS.skip_unreadable,
    )
    info = pipelines.info(FLAGS.name, data_dir=FLAGS.data_dir)
    counts = ", ".join(f"{n:,} ({split})" for split, n in info.examples.items())
    where = f" --data_dir={FLAGS.data_dir}" if FLAGS.data_dir else ""
    print(
        f"Wrote {folder}: {counts} examples. Use it with --dataset={info.name}{where}"
    )
    return 0


def run():
    """Entry point of `tfgan-prepare`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
