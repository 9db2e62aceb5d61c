"""The configuration of a run: plain values with bounds, and flags made of them."""

import dataclasses
import json
import subprocess
import sys

import pytest

from tfgan_zoo import flags
from tfgan_zoo.runs import RunConfig, identity
from tfgan_zoo.scripts import config_flags, train

FIELDS = {field.name: field for field in dataclasses.fields(RunConfig)}


def test_it_is_imported_without_tensorflow():
    code = "import sys, tfgan_zoo.runs; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_every_field_says_what_it_is_and_is_a_flag_of_training():
    flags = {flag.name for flag in train.FLAGS}
    for name, field in FIELDS.items():
        assert field.metadata["help"]
        assert ("set" if name == "constants" else name) in flags


def test_what_belongs_to_the_identity_is_in_the_record():
    marked = {name for name, field in FIELDS.items() if field.metadata["identity"]}
    from tfgan_zoo import recipes
    from tfgan_zoo.runs.data import RunData

    config, recipe = RunConfig("wgan", constants={"clip": 0.5}), recipes.get("wgan")
    recorded = identity.of(config, recipe, RunData(config, recipe), None, None)
    # The size is in the shape; what the dataset holds is found out.
    found_out = {"shape", "examples", "classes"}
    assert set(recorded) - found_out == marked - {"image_size"}
    assert recorded["constants"]["clip"] == 0.5
    assert recorded["constants"]["discriminator_steps"] == 5
    assert recorded["batch_size"] == 64


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"steps": 0}, "`steps` is at least 1. Received: 0"),
        ({"steps": "9"}, "`steps` is a whole number. Received: '9'"),
        ({"batch_size": True}, "`batch_size` is a whole number. Received: True"),
        ({"seed": -1}, "`seed` is at least 0"),
        ({"seed": None}, "`seed` is a whole number"),
        ({"networks": "mine"}, "`networks` is one of own, shared. Received: 'mine'"),
        ({"mixed_precision": "half"}, "`mixed_precision` is one of none, bfloat16"),
        ({"constants": [1]}, "`constants` is names with values"),
        ({"jit_compile": 1}, "`jit_compile` is true or false"),
        ({"evaluate_every": 5, "steps_per_execution": 2}, "is a multiple of"),
        ({"deterministic": True, "data_service": "grpc://x"}, "impossible with"),
        ({"networks": "shared", "mixed_precision": "float16"}, "are in float32"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(values, message):
    with pytest.raises(ValueError, match=message):
        RunConfig("gan", **values)


def test_a_file_holds_what_is_not_by_default_and_gives_it_back():
    config = RunConfig("wgan", constants={"clip": 0.02}, metrics=("fid",), steps=5)
    given = json.loads(json.dumps(config.given()))
    assert given == {
        "recipe": "wgan",
        "constants": {"clip": 0.02},
        "metrics": ["fid"],
        "steps": 5,
    }
    assert RunConfig.of(given) == config
    with pytest.raises(ValueError, match="Did you mean 'steps'"):
        RunConfig.of({"recipe": "gan", "step": 5})
    with pytest.raises(ValueError, match="needs a `recipe`"):
        RunConfig.of({"steps": 5})


def parsed(*arguments):
    return config_flags.config_of(flags.parse(train.FLAGS, arguments))


def test_flags_make_the_same_configuration():
    config = parsed("--recipe=wgan", "--steps=7", "--noexport", "--metrics=fid,prdc")
    assert config == RunConfig("wgan", steps=7, export=False, metrics=("fid", "prdc"))
    constants = parsed("--recipe=wgan", "--set", "clip=0.02", "--set=latent_dim=8")
    assert constants.constants == {"clip": 0.02, "latent_dim": 8}
    # The name of version 0.1 for one of them.
    assert parsed("--recipe=wgan", "--width=8").constants == {"width": 8}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set=clop=1"], "no constant 'clop'. Did you mean 'clip'"),
        (["--set=clip"], "by NAME=VALUE. Received: 'clip'"),
        (["--set=clip=small"], "clip is a number, 0.01 by default. Received: 'small'"),
        (["--set=width=8", "--width=8"], "give one of them"),
    ],
)
def test_a_wrong_constant_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        parsed("--recipe=wgan", *arguments)


def test_one_command_line_leaves_nothing_to_the_next():
    assert parsed("--recipe=gan", "--seed=5", "--set=beta_1=0.9").seed == 5
    assert parsed("--recipe=gan") == RunConfig("gan")
