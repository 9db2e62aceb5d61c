"""The ablation of pix2pix, and what it measures."""

import json

import numpy as np
from PIL import Image
from scipy.ndimage import shift

import pipelines
from tests.commands import refused, succeed
from tfgan_zoo import pixels
from tfgan_zoo.experiments import translation_scores


def test_pix2pix_without_its_parts(tmp_path):
    flags = ("--image_size=16", "--width=4", "--rows=2", f"--output={tmp_path}")
    out = succeed("ablation", "--steps=2", *flags)
    scores = json.loads((tmp_path / "scores.json").read_text())
    variants = ["L1", "cGAN", "L1 + cGAN", "encoder-decoder"]
    assert list(scores) == [*variants, "mean photograph", "truth"]
    for row in scores.values():
        assert 0 <= row["held_out_l1"] < 2
        assert 0 <= row["edge_agreement"] <= 1
    assert scores["truth"]["held_out_l1"] == 0
    with Image.open(tmp_path / "columns.png") as image:
        assert image.width > 2 * image.height  # Six columns, two rows.
    assert "L1: from step 0 to 2" in out

    # What is trained stays as it is; other flags are another comparison.
    before = (tmp_path / "scores.json").read_text()
    assert "from step" not in succeed("ablation", "--steps=2", *flags)
    assert (tmp_path / "scores.json").read_text() == before
    message = refused("ablation", "--steps=3", *flags)
    assert "steps was 2 and is now 3" in message
    message = refused("ablation", "--dataset=digits", f"--output={tmp_path / 'other'}")
    assert "--dataset=digits holds no pairs" in message


def test_the_edges_of_the_source_itself_agree_and_moved_ones_do_not():
    rng = np.random.default_rng(0)
    outputs, sources = [], []
    for _ in range(4):
        mask = np.zeros((32, 32), bool)
        top, left = rng.integers(4, 14, 2)
        mask[top : top + 12, left : left + 12] = True
        edge = mask ^ (mask & np.roll(mask, 1, 0) & np.roll(mask, 1, 1))
        edge |= mask & ~(np.roll(mask, -1, 0) & np.roll(mask, -1, 1))
        outputs.append(np.repeat(np.where(mask, 1.0, -1.0)[..., None], 3, axis=-1))
        sources.append(np.repeat(np.where(edge, -1.0, 1.0)[..., None], 3, axis=-1))
    outputs, sources = np.array(outputs), np.array(sources)
    assert translation_scores.edge_agreement(outputs, sources) > 0.95
    away = shift(outputs, (0, 5, 5, 0), cval=-1.0)
    assert translation_scores.edge_agreement(away, sources) < 0.4
    flat = np.zeros_like(outputs)
    assert translation_scores.edge_agreement(flat, sources) == 0


def test_l1_is_the_mean_absolute_difference():
    assert translation_scores.l1(np.array([1.0, -1.0]), np.array([0.5, 0.5])) == 1.0


def test_the_mean_photograph_is_that_of_the_training_targets():
    data = pipelines.Dataset("photo_edges", image_size=16)
    mean = translation_scores.mean_target(data)
    assert mean.shape == (16, 16, 3)
    _, targets = data.arrays("train", seed=0)
    np.testing.assert_allclose(mean, pixels.to_floats(targets).mean(0), atol=1e-5)
