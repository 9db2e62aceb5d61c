"""Draws samples of an exported generator as one picture.

tfgan-sample --model=runs/dcgan_digits/export --num=64 --seed=1 --output=grid.png
"""

from pathlib import Path

from absl import flags

from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string("model", None, "path of an exported generator or of one version")
flags.DEFINE_integer("num", 64, "number of samples", lower_bound=1)
flags.DEFINE_integer("seed", 0, "the same seed gives the same samples", lower_bound=0)
flags.DEFINE_string("output", None, "the picture to write; never written over")

command.required("model")
command.required("output")


def main():
    """Samples and writes; returns the exit status."""
    output = Path(FLAGS.output).expanduser()
    if output.exists():
        raise ValueError(f"{output} exists. Choose another --output, or remove it.")
    from tfgan_zoo import export
    from tfgan_zoo.training import picture

    samples = export.load(FLAGS.model)(FLAGS.num, FLAGS.seed)
    image = picture.examples(samples)
    output.parent.mkdir(parents=True, exist_ok=True)
    image.save(output)
    print(f"Wrote {output}: {FLAGS.num} samples, {image.width}x{image.height} pixels")
    return 0


def run():
    """Entry point of `tfgan-sample`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
