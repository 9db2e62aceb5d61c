"""Constants that the record of an old run lacks mean the values of version 0.1.0."""

import pytest

from tfgan_zoo import recipes
from tfgan_zoo.runs import identity

DCGAN = {
    "width": 64,
    "latent_dim": 100,
    "learning_rate": 2e-4,
    "beta_1": 0.5,
    "average_decay": 0.999,
}
VERSION_0_1_0 = {
    "cdcgan": DCGAN,
    "cgan": {**DCGAN, "width": 1200, "dropout": 0.5},
    "dcgan": DCGAN,
    "gan": {
        "width": None,
        "latent_dim": None,
        "learning_rate": None,
        "beta_1": 0.5,
        "saturating": False,
        "discriminator_steps": 1,
        "average_decay": 0.999,
    },
    "hinge_gan": DCGAN,
    "improved_gan": {
        **DCGAN,
        "learning_rate": 3e-4,
        "real_label": 0.9,
        "historical_weight": 1e-4,
    },
    "lsgan": DCGAN,
    "pix2pix": {
        "width": 64,
        "l1_weight": 100.0,
        "gan_weight": 1.0,
        "skips": True,
        "learning_rate": 2e-4,
        "beta_1": 0.5,
        "average_decay": 0.999,
    },
    "semi_supervised_gan": {
        "width": None,
        "learning_rate": None,
        "beta_1": 0.5,
        "unsupervised_weight": 1.0,
        "classifier_decay": 0.9999,
        "train_scales": True,
        "epsilon": 1e-7,
        "generator_epsilon": 1e-7,
    },
    "wgan": {
        "width": 64,
        "latent_dim": 100,
        "learning_rate": 5e-5,
        "clip": 0.01,
        "discriminator_steps": 5,
    },
    "wgan_gp": {
        "width": 64,
        "latent_dim": 128,
        "learning_rate": 1e-4,
        "beta_1": 0.0,
        "beta_2": 0.9,
        "penalty_weight": 10.0,
        "discriminator_steps": 5,
    },
}


@pytest.mark.parametrize("name", VERSION_0_1_0)
def test_defaults_are_those_that_old_runs_had(name):
    record = {"format": 2, "identity": {"recipe": name, "constants": {}}}
    defaults = identity.upgraded(record)["constants"]
    assert {k: defaults[k] for k in VERSION_0_1_0[name]} == VERSION_0_1_0[name]


def test_a_constant_that_came_later_has_its_default():
    record = {"format": 2, "identity": {"recipe": "cgan", "constants": {"width": 8}}}
    constants = identity.upgraded(record)["constants"]
    assert constants == {**VERSION_0_1_0["cgan"], "width": 8}


def test_a_new_run_has_the_defaults_of_today():
    recipe = recipes.get("semi_supervised_gan")
    record = {"format": identity.FORMAT, "identity": {"recipe": recipe.name}}
    record["identity"]["constants"] = {"width": 8}
    constants = identity.upgraded(record)["constants"]
    assert constants == recipe.resolve({"width": 8})
    assert constants["train_scales"] is False
