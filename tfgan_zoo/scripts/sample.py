"""Draws samples of a saved generator: one picture, or each for itself.

    tfgan-sample --model=cgan_digits --label=7 --output=sevens.png
    tfgan-sample --model=runs/dcgan_digits/export --num=64 --seed=1 --output=grid.png
    tfgan-sample --model=cgan_digits --num=10000 --output=samples.npz
    tfgan-sample --model=cgan_digits --num=10000 --output=samples/
    tfgan-sample --model=pix2pix_photo_edges --num=8 --output=photographs.png

A name that ends in .npz gets arrays, `images` and, of a conditional generator,
`labels`; one without an ending gets a folder of PNG files. Both are written as the
samples are made, a batch at a time. Of a translator, each row of the picture shows a
source and what was made of it, and the target if the dataset has one.
"""

from pathlib import Path

from absl import flags

from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string(
    "model", None, "a shipped model by its name, or the path of a model or a version"
)
flags.DEFINE_integer("num", 64, "number of samples", lower_bound=1)
flags.DEFINE_integer("seed", 0, "the same seed gives the same samples", lower_bound=0)
flags.DEFINE_integer(
    "label", None, "class to draw, from 0; all in turn by default", lower_bound=0
)
flags.DEFINE_string(
    "dataset", None, "what a translator translates; what it learnt from by default"
)
flags.DEFINE_string(
    "output", None, "picture, .npz or folder to write; never written over"
)

command.required("model")
command.required("output")


def main():
    """Samples and writes; returns the exit status."""
    output = Path(FLAGS.output).expanduser()
    if output.exists():
        raise ValueError(f"{output} exists. Choose another --output, or remove it.")
    from tfgan_zoo import export

    model = export.load(FLAGS.model)
    if isinstance(model, export.LoadedClassifier):
        raise ValueError(f"--model={FLAGS.model} classifies images; it makes none.")
    output.parent.mkdir(parents=True, exist_ok=True)
    if output.suffix in ("", ".npz"):
        _write_all(model, output)
        print(f"Wrote {output}: {FLAGS.num} samples")
        return 0
    translates = isinstance(model, export.LoadedTranslator)
    image = (_translate if translates else _draw)(model)
    image.save(output)
    print(f"Wrote {output}: {image.width}x{image.height} pixels")
    return 0


def _write_all(model, output):
    """Samples one by one, in an archive or a folder."""
    from tfgan_zoo import export
    from tfgan_zoo.export import sample_files

    if not isinstance(model, export.LoadedGenerator):
        raise ValueError(
            f"--output={FLAGS.output} takes samples one by one, which only generators "
            "of latents draw. Name a picture, for example photographs.png."
        )
    batches = model.stream(FLAGS.num, FLAGS.seed, FLAGS.label)
    if output.suffix:
        labels = model.labels(FLAGS.num, FLAGS.label)
        sample_files.write_archive(output, batches, FLAGS.num, labels)
    else:
        sample_files.write_folder(output, batches, FLAGS.num)


def _draw(model):
    """A grid of samples."""
    from tfgan_zoo.training import picture

    if FLAGS.dataset is not None:
        raise ValueError("--dataset is for translators; this model draws latents.")
    classes = model.card.get("num_classes")
    in_turn = classes and FLAGS.label is None and FLAGS.num % classes == 0
    return picture.examples(
        model(FLAGS.num, FLAGS.seed, FLAGS.label), columns=classes if in_turn else None
    )


def _translate(model):
    """Rows of source, output and target."""
    import pipelines
    from tfgan_zoo.training import picture

    if FLAGS.label is not None:
        raise ValueError("--label is for generators of classes; this one translates.")
    name = FLAGS.dataset or model.card.get("dataset")
    if name is None:
        raise ValueError(
            "The model's card names no dataset; say with --dataset what to translate, "
            "for example folder:PATH."
        )
    info = pipelines.info(name)
    split = "test" if "test" in info.examples else next(iter(info.examples))
    height, _, channels = model.card["input_shape"]
    examples = pipelines.examples(
        name,
        FLAGS.num,
        split=split,
        image_size=height,
        channels=channels,
        shuffle=False,
    )
    sources, *targets = examples if isinstance(examples, tuple) else (examples,)
    return picture.side_by_side(sources, model(sources, FLAGS.seed), *targets)


def run():
    """Entry point of `tfgan-sample`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
