"""Draws samples of a saved generator as one picture.

    tfgan-sample --model=cgan_digits --label=7 --output=sevens.png
    tfgan-sample --model=runs/dcgan_digits/export --num=64 --seed=1 --output=grid.png
    tfgan-sample --model=pix2pix_photo_edges --num=8 --output=photographs.png

Of a translator, each row shows a source and what was made of it, and the target if the
dataset has one.
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
flags.DEFINE_string("output", None, "the picture to write; never written over")

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
    translates = isinstance(model, export.LoadedTranslator)
    image = (_translate if translates else _draw)(model)
    output.parent.mkdir(parents=True, exist_ok=True)
    image.save(output)
    print(f"Wrote {output}: {image.width}x{image.height} pixels")
    return 0


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
    batch = pipelines.load(
        name,
        split=split,
        batch_size=min(FLAGS.num, info.examples[split]),
        image_size=height,
        channels=channels,
        shuffle=False,
        repeat=False,
    )
    examples = next(batch.as_numpy_iterator())
    sources, *targets = examples if isinstance(examples, tuple) else (examples,)
    return picture.side_by_side(sources, model(sources, FLAGS.seed), *targets)


def run():
    """Entry point of `tfgan-sample`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
