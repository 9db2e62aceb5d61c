"""The ablation of pix2pix, and what it measures."""

import json

import keras
import numpy as np
from PIL import Image
from scipy.ndimage import shift

import pipelines
from tests.commands import refused, succeed
from tfgan_zoo import pixels, recipes
from tfgan_zoo.experiments import pix2pix_variants, translation_scores
from tfgan_zoo.layers import Dropout
from tfgan_zoo.networks import patchgan
from tfgan_zoo.sampling.products import Translator


def test_pix2pix_without_its_parts(tmp_path):
    flags = ("--image_size=16", "--width=4", "--rows=2", f"--output={tmp_path}")
    out = succeed("ablation", "--steps=2", *flags)
    scores = json.loads((tmp_path / "scores.json").read_text())
    variants = ["L1", "cGAN", "L1 + cGAN", "encoder-decoder"]
    assert list(scores) == [*variants, "mean photograph", "truth"]
    for name, row in scores.items():
        assert ("spread_over_draws" in row) == (name in variants)
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


def test_other_variants_of_pix2pix_join_those_that_are_there(tmp_path):
    flags = ("--image_size=16", "--width=4", "--rows=2", "--steps=1")
    flags = (*flags, f"--output={tmp_path}")
    succeed("ablation", "--variants=L1", *flags)
    before = json.loads((tmp_path / "scores.json").read_text())
    out = succeed(
        "ablation", "--variants=without noise, L2 + cGAN,patches of 1", *flags
    )
    assert "L1: from step" not in out
    scores = json.loads((tmp_path / "scores.json").read_text())
    names = ["L1", "L2 + cGAN", "without noise", "patches of 1"]
    assert list(scores) == [*names, "mean photograph", "truth"]
    assert scores["L1"] == before["L1"]
    assert scores["without noise"]["spread_over_draws"] == 0
    run = json.loads((tmp_path / "L2 + cGAN" / "run.json").read_text())
    constants = run["identity"]["constants"]
    assert (constants["l1_weight"], constants["l2_weight"]) == (0, 100)
    assert constants["gan_weight"] == 1


def test_variants_that_are_not_known_are_refused(tmp_path):
    output = f"--output={tmp_path}"
    message = refused("ablation", "--variants=L1,without noises", output)
    assert "Unknown variant 'without noises' of pix2pix. Did you mean 'with" in message
    assert "Known: L1, cGAN, L1 + cGAN, encoder-decoder, L2, L2 + cGAN" in message
    assert "name one twice" in refused("ablation", "--variants=L1,L1", output)
    assert "No variant" in refused("ablation", "--variants=", output)
    small = ("--image_size=16", "--width=4", "--steps=1")
    message = refused("ablation", "--variants=patches of 70", *small, output)
    assert "receptive_field=70 needs images of at least 24 pixels" in message


def test_every_patch_and_constant_is_one_of_the_recipe():
    for constants in pix2pix_variants.VARIANTS.values():
        recipes.pix2pix.resolve(constants)
    sides = [
        constants["receptive_field"]
        for constants in pix2pix_variants.VARIANTS.values()
        if "receptive_field" in constants
    ]
    assert sides == list(patchgan.RECEPTIVE_FIELDS)


def test_the_spread_over_draws_is_that_of_the_noise():
    sources = keras.Input((4, 4, 1))
    # Each pixel is 0, or twice itself: the deviation is that of a fair coin.
    translator = Translator(keras.Model(sources, Dropout(0.5, at_test=True)(sources)))
    images = np.full((40, 4, 4, 1), 0.25)
    spread = translation_scores.spread_over_draws(translator, images, draws=64)
    np.testing.assert_allclose(spread, 0.25, rtol=0.02)
    quiet = Translator(keras.Model(sources, keras.layers.ReLU()(sources)))
    assert translation_scores.spread_over_draws(quiet, images) == 0


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
