"""Trains pix2pix without parts of its loss, and without its skips, side by side.

    tfgan-ablation --dataset=photo_edges --output=runs/ablation

As in figures 4 and 5 of Isola et al. (2017), https://arxiv.org/abs/1611.07004: L1
alone, the conditional GAN alone, and both, on the U-Net; and both on the
encoder-decoder. It writes held-out pairs with what each makes of them, in columns, to
columns.png, and their scores to scores.json. Run it again to go on after a stop.
"""

import json

from absl import flags

from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string("dataset", "photo_edges", "pairs with a test split")
flags.DEFINE_integer("image_size", 64, "height and width in pixels", lower_bound=16)
flags.DEFINE_integer("steps", 6000, "generator steps of each", lower_bound=1)
flags.DEFINE_integer("batch_size", 8, "pairs of a minibatch", lower_bound=1)
flags.DEFINE_integer("width", 12, "channels of the networks", lower_bound=1)
flags.DEFINE_integer("seed", 0, "of weights, noise and order", lower_bound=0)
flags.DEFINE_integer("rows", 6, "pairs in the picture", lower_bound=1)
flags.DEFINE_string("output", None, "the directory to write to")

command.required("output")

# Name: weight of L1, weight of the GAN, skips.
VARIANTS = {
    "L1": (100.0, 0.0, True),
    "cGAN": (0.0, 1.0, True),
    "L1 + cGAN": (100.0, 1.0, True),
    "encoder-decoder": (100.0, 1.0, False),
}


def main():
    """Trains, measures and draws; returns the exit status."""
    import numpy as np

    import pipelines
    from tfgan_zoo.experiments.translation_scores import mean_target

    names = ("dataset", "image_size", "steps", "batch_size", "width", "seed")
    identity = {name: getattr(FLAGS, name) for name in names}
    directory = run_directory.open_run(FLAGS.output, identity)
    info = pipelines.info(FLAGS.dataset)
    if not info.pairs or "test" not in info.examples:
        raise ValueError(f"--dataset={FLAGS.dataset} holds no pairs with a test split.")
    run_directory.record_start(
        directory, identity, run_directory.origin(info), identity
    )

    sources, targets = pipelines.examples(
        FLAGS.dataset, split="test", image_size=FLAGS.image_size, shuffle=False
    )
    outputs = {
        name: _train(directory / name, sources, targets, *variant)
        for name, variant in VARIANTS.items()
    }
    mean = mean_target(FLAGS.dataset, FLAGS.image_size)
    outputs["mean photograph"] = np.broadcast_to(mean, targets.shape)
    _report(directory, sources, targets, outputs)
    return 0


def _train(directory, sources, targets, l1_weight, gan_weight, skips):
    """What one variant makes of the held-out sources."""
    import numpy as np

    import pipelines
    from tfgan_zoo import networks, recipes, training
    from tfgan_zoo.training.seeding import seeded

    shape = targets.shape[1:]
    gan = recipes.pix2pix.build(shape, seed=FLAGS.seed, width=FLAGS.width)
    if not skips:
        with seeded(FLAGS.seed):
            generator = networks.unet.generator(shape, width=FLAGS.width, skips=False)
        pair = (generator, gan.discriminator)
        gan = recipes.pix2pix.build(
            shape, seed=FLAGS.seed, networks=pair, width=FLAGS.width
        )
    gan.l1_weight, gan.gan_weight = l1_weight, gan_weight
    checkpoints = training.Checkpoints(directory / "checkpoints")
    step = checkpoints.restore(gan)
    if step < FLAGS.steps:
        data = pipelines.load(
            FLAGS.dataset,
            batch_size=FLAGS.batch_size,
            image_size=FLAGS.image_size,
            jitter=True,
            seed=FLAGS.seed,
            start_step=step,
        )
        callbacks = [training.StopOnSignal(), training.MetricsLog(directory)]
        real = (sources[: FLAGS.rows], targets[: FLAGS.rows])
        callbacks += [training.SampleGrid(directory, 1000, real=real), checkpoints]
        print(f"{directory.name}: from step {step} to {FLAGS.steps}")
        gan.fit(
            data, steps_per_epoch=FLAGS.steps - step, shuffle=False, callbacks=callbacks
        )
        if gan.stop_training:
            raise KeyboardInterrupt
    batches = np.array_split(sources, max(1, len(sources) // 32))
    return np.concatenate([gan.sampler(b, training=False) for b in batches])


def _report(directory, sources, targets, outputs):
    """Writes the scores and the picture."""
    import numpy as np

    from tfgan_zoo.experiments.translation_scores import edge_agreement, l1
    from tfgan_zoo.training import picture

    scores = {
        name: {
            "held_out_l1": round(l1(images, targets), 4),
            "edge_agreement": round(edge_agreement(images, sources), 4),
        }
        for name, images in outputs.items()
    }
    scores["truth"] = {
        "held_out_l1": 0.0,
        "edge_agreement": round(edge_agreement(targets, sources), 4),
    }
    file = directory / "scores.json"
    file.write_text(json.dumps(scores, indent=2) + "\n")
    print(f"{'':16} held-out L1  edge agreement")
    for name, row in scores.items():
        print(f"{name:16} {row['held_out_l1']:11.4f}  {row['edge_agreement']:14.4f}")

    # Pairs from all over the test set, not neighbours.
    chosen = np.linspace(0, len(sources) - 1, FLAGS.rows).round().astype(int)
    columns = {"input": sources, "truth": targets}
    columns |= {name: outputs[name] for name in VARIANTS}
    image = picture.columns({name: batch[chosen] for name, batch in columns.items()})
    image.save(directory / "columns.png")
    print(f"Wrote {file} and {directory / 'columns.png'}")


def run():
    """Entry point of `tfgan-ablation`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
