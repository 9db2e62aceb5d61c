"""The ablation of pix2pix: without parts of its loss, and without its skips.

As in figures 4 and 5 of Isola et al. (2017), https://arxiv.org/abs/1611.07004.
"""

import dataclasses

import numpy as np

import pipelines
from tfgan_zoo import atomic, callbacks, pixels, runs
from tfgan_zoo.experiments import preparation
from tfgan_zoo.experiments.translation_scores import edge_agreement, l1, mean_target
from tfgan_zoo.visualization import image_grid

VARIANTS = {
    "L1": {"l1_weight": 100.0, "gan_weight": 0.0, "skips": True},
    "cGAN": {"l1_weight": 0.0, "gan_weight": 1.0, "skips": True},
    "L1 + cGAN": {"l1_weight": 100.0, "gan_weight": 1.0, "skips": True},
    "encoder-decoder": {"l1_weight": 100.0, "gan_weight": 1.0, "skips": False},
}


def ablate(config: runs.RunConfig, output: str, *, rows: int = 6):
    """Trains each variant, measures it on held-out pairs, and draws some of them.

    Args:
        config: of pix2pix, with every value given; its constants stand beside those of
            the variants.
        output: the directory to write to.
        rows: pairs in the picture.

    Raises:
        ValueError: the dataset holds no pairs with a test split, or the directory
            another comparison.
    """
    data = pipelines.Dataset(config.dataset, image_size=config.image_size)
    if not data.info.pairs or "test" not in data.info.examples:
        raise ValueError(
            f"--dataset={config.dataset} holds no pairs with a test split."
        )
    fields = ("dataset", "image_size", "steps", "batch_size", "seed")
    writes = ("scores.json", "columns.png")
    with preparation.opened(output, config, fields, data.info, writes) as directory:
        _ablate(config, data, directory, rows)


def _ablate(config, data, directory, rows):
    sources, targets = data.arrays("test", shuffle=False)
    outputs = {}
    for name, constants in VARIANTS.items():
        constants = {**config.constants, **constants}
        variant = dataclasses.replace(config, constants=constants)
        network = _train(variant, directory / name)
        outputs[name] = network.predict(pixels.to_floats(sources), verbose=0)
    outputs["mean photograph"] = np.broadcast_to(mean_target(data), targets.shape)
    _report(directory, sources, targets, outputs, rows)


def _train(config, directory):
    """The network that one variant comes to."""
    step = max(callbacks.Checkpoints(directory / "checkpoints").steps(), default=0)
    if step < config.steps:
        print(f"{directory.name}: from step {step} to {config.steps}")
    return preparation.train(config, directory).products()["generator"].network


def _report(directory, sources, targets, outputs, rows):
    """Writes the scores and the picture."""
    scores = {
        name: {
            "held_out_l1": round(l1(images, targets), 4),
            "edge_agreement": round(edge_agreement(images, sources), 4),
        }
        for name, images in {**outputs, "truth": targets}.items()
    }
    file = directory / "scores.json"
    atomic.write_json(file, scores)
    print(f"{'':16} held-out L1  edge agreement")
    for name, row in scores.items():
        print(f"{name:16} {row['held_out_l1']:11.4f}  {row['edge_agreement']:14.4f}")

    # Pairs from all over the test set, not neighbours.
    chosen = np.linspace(0, len(sources) - 1, rows).round().astype(int)
    columns = {"input": sources, "truth": targets}
    columns |= {name: outputs[name] for name in VARIANTS}
    image = image_grid.columns({name: batch[chosen] for name, batch in columns.items()})
    with atomic.writing(directory / "columns.png", replace=True) as written:
        image.save(written)
    print(f"Wrote {file} and {directory / 'columns.png'}")
