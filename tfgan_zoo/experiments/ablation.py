"""The ablation of pix2pix: without parts of its loss, its skips or its noise.

As in Isola et al. (2017), https://arxiv.org/abs/1611.07004, section 4.
"""

import dataclasses
import json
from collections.abc import Sequence

import numpy as np

import pipelines
from tfgan_zoo import atomic, callbacks, pixels, runs
from tfgan_zoo.experiments import pix2pix_variants, preparation, translation_scores
from tfgan_zoo.experiments.pix2pix_variants import PARTS, VARIANTS
from tfgan_zoo.visualization import image_grid


def ablate(
    config: runs.RunConfig,
    output: str,
    *,
    rows: int = 6,
    variants: Sequence[str] = tuple(PARTS),
):
    """Trains variants, measures them on held-out pairs, and draws some of these.

    Scores of other variants that the directory holds stay in scores.json.

    Args:
        config: of pix2pix, with every value given; its constants stand beside those of
            the variants.
        output: the directory to write to.
        rows: pairs in the picture.
        variants: names of `pix2pix_variants.VARIANTS`, in the picture's order.

    Raises:
        ValueError: an unknown variant; the dataset holds no pairs with a test split, or
            the directory another comparison.
    """
    pix2pix_variants.check(variants)
    data = pipelines.Dataset(config.dataset, image_size=config.image_size)
    if not data.info.pairs or "test" not in data.info.examples:
        raise ValueError(
            f"--dataset={config.dataset} holds no pairs with a test split."
        )
    fields = ("dataset", "image_size", "steps", "batch_size", "seed")
    writes = ("scores.json", "columns.png")
    with preparation.opened(output, config, fields, data.info, writes) as directory:
        _ablate(config, data, directory, rows, variants)


def _ablate(config, data, directory, rows, variants):
    sources, targets = data.arrays("test", shuffle=False)
    outputs, spreads = {}, {}
    for name in variants:
        constants = {**config.constants, **VARIANTS[name]}
        variant = dataclasses.replace(config, constants=constants)
        translator = _train(variant, directory / name)
        outputs[name] = translator.network.predict(pixels.to_floats(sources), verbose=0)
        spreads[name] = translation_scores.spread_over_draws(translator, sources)
    mean = translation_scores.mean_target(data)
    others = {"mean photograph": np.broadcast_to(mean, targets.shape), "truth": targets}
    _write_scores(
        directory / "scores.json", sources, targets, {**outputs, **others}, spreads
    )
    columns = {"input": sources, "truth": targets, **outputs}
    _draw(directory / "columns.png", columns, rows)


def _train(config, directory):
    """The translator that one variant comes to."""
    step = max(callbacks.Checkpoints(directory / "checkpoints").steps(), default=0)
    if step < config.steps:
        print(f"{directory.name}: from step {step} to {config.steps}")
    return preparation.train(config, directory).products()["generator"]


def _write_scores(file, sources, targets, outputs, spreads):
    """Writes a row for each of the outputs, beside those that are there."""
    scores = json.loads(file.read_text()) if file.exists() else {}
    for name, images in outputs.items():
        agreement = translation_scores.edge_agreement(images, sources)
        scores[name] = {
            "held_out_l1": round(translation_scores.l1(images, targets), 4),
            "edge_agreement": round(agreement, 4),
        }
        if name in spreads:
            scores[name]["spread_over_draws"] = round(spreads[name], 4)
    order = [*VARIANTS, *(name for name in outputs if name not in VARIANTS)]
    scores = {name: scores[name] for name in order if name in scores}
    atomic.write_json(file, scores)
    print(f"{'':16} held-out L1  edge agreement  spread over draws")
    for name, row in scores.items():
        spread = row.get("spread_over_draws")
        print(
            f"{name:16} {row['held_out_l1']:11.4f}  {row['edge_agreement']:14.4f}  "
            f"{'' if spread is None else f'{spread:17.4f}'}".rstrip()
        )
    print(f"Wrote {file}")


def _draw(file, columns, rows):
    """Draws pairs from all over the test set, not neighbours."""
    count = len(columns["input"])
    chosen = np.linspace(0, count - 1, rows).round().astype(int)
    image = image_grid.columns({name: batch[chosen] for name, batch in columns.items()})
    with atomic.writing(file, replace=True) as written:
        image.save(written)
    print(f"Wrote {file}")
