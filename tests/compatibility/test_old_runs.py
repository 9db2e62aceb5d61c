"""Runs, exports and files of version 0.1.0 can be used as on the day they were made."""

import json
import shutil

import keras
import numpy as np
import pytest
from packaging.version import Version

import tfgan_zoo as zoo
import tfgan_zoo.layers  # Registers them for `load_model`.
from tests import commands
from tests.compatibility import recorded
from tests.runs import saves

RECIPES = ["improved_gan", "pix2pix", "semi_supervised_gan", "wgan_gp"]
# What each command line was, but for its steps and its folders.
FLAGS = {
    "improved_gan": ["--image_size=16", "--width=4", "--batch_size=8"],
    "pix2pix": ["--image_size=16", "--width=2", "--batch_size=1"],
    "semi_supervised_gan": ["--width=20", "--batch_size=8"],
    "wgan_gp": ["--image_size=16", "--width=4", "--batch_size=8"],
}
every_recipe = pytest.mark.parametrize("recipe", RECIPES)
# Since version 0.2 weight normalisation sums in another order: other last bits.
NEAR = {"semi_supervised_gan"}


def expected(recipe):
    file = recorded.FIXTURES / recipe / "expected.json"
    return json.loads(file.read_text())


def go_on(recipe, folder):
    """Takes a run from step 4, where it was stopped, to step 6."""
    shutil.copytree(recorded.FIXTURES / recipe / "run", folder / "run")
    dataset = "photo_edges" if recipe == "pix2pix" else "digits"
    flags = [f"--recipe={recipe}", f"--dataset={dataset}", *FLAGS[recipe], "--seed=5"]
    flags += ["--steps=6", "--sample_every=100", "--deterministic"]
    flags += [f"--workdir={folder / 'run'}"]
    return commands.succeed("train", *flags)


@every_recipe
def test_a_stopped_run_goes_on_bit_by_bit(recipe, tmp_path):
    assert "holds 4 of 6 steps; going on from there" in go_on(recipe, tmp_path)
    record = expected(recipe)
    tensors = saves.tensors(tmp_path / "run", 6)
    # No weight has changed its path in a checkpoint.
    assert list(tensors) == record["names"]
    where = None if recipe in NEAR else record["circumstances"]
    recorded.assert_same(tensors.values(), record["step 6"], where)
    assert zoo.load(tmp_path / "run" / "export").card["steps"] == 6


@every_recipe
def test_an_old_export_draws_what_it_drew(recipe):
    record = expected(recipe)
    for name, samples in outputs(recipe).items():
        # Pixels are rounded: elsewhere some fall to the other side.
        where = None if recipe in NEAR else record["circumstances"]
        recorded.assert_same([samples], [record[name]], where, tolerance=0.02)


def outputs(recipe) -> dict:
    """What the exports and the `.keras` file of a recipe make of fixed inputs."""
    folder = recorded.FIXTURES / recipe
    sources = np.linspace(-1, 1, 2 * 16 * 16 * 3, dtype=np.float32)
    sources = sources.reshape(2, 16, 16, 3)
    generator = zoo.load(folder / "export")
    if recipe == "pix2pix":
        answers, inputs = {"export": generator(sources, seed=3)}, sources
    else:
        width = generator.card["latent_dim"]
        inputs = np.linspace(-1, 1, 2 * width, dtype=np.float32).reshape(2, width)
        answers = {"export": generator(num=2, seed=3)}
    written_by = expected(recipe)["circumstances"]["keras"]
    # An older Keras does not know all that a newer one writes into its layers.
    if Version(keras.__version__) >= Version(written_by):
        network = keras.saving.load_model(folder / "generator.keras")
        answers["keras"] = network(inputs, training=False)
    if recipe == "semi_supervised_gan":
        images = np.linspace(-1, 1, 2 * 64, dtype=np.float32).reshape(2, 8, 8, 1)
        answer = zoo.load(folder / "export_classifier").classify(images)
        answers["classifier"] = answer["probabilities"]
    return {name: np.asarray(value) for name, value in answers.items()}
