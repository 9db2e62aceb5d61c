"""The command lines: what they promise, and what they refuse."""

import os
import re
import sys
from pathlib import Path

import pytest

from pipelines import catalogue
from tests import commands
from tests.commands import SMALL, refused, succeed
from tfgan_zoo import recipes

SETUP = Path(__file__).parents[2] / "setup.py"
SCRIPTS = re.findall(r"scripts\.(\w+):run", SETUP.read_text())
# Runs an installed program, and tells what it has imported.
HELP = """
import runpy, sys
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except SystemExit as end:
    assert not end.code
for heavy in ("tensorflow", "keras", "tensorflow_datasets", "matplotlib", "scipy"):
    assert heavy not in sys.modules, heavy
"""


@pytest.mark.parametrize("script", SCRIPTS)
def test_help_answers_before_anything_heavy_is_imported(script):
    program = Path(sys.executable).with_name(f"tfgan-{script.replace('_', '-')}")
    assert os.access(program, os.X_OK)
    code = f"import sys; sys.argv[:] = [{str(program)!r}, '--help']; {HELP}"
    assert "--" in commands.python(code)


def test_help_lists_flags_recipes_and_datasets():
    text = " ".join(succeed("train", "--help").split())
    assert f"--recipe: one of: {', '.join(recipes.available())}" in text
    assert f"{', '.join(catalogue.embedded())}, grid, parallel_lines, ring" in text
    flags = (
        "recipe dataset workdir steps batch_size image_size width seed data_dir "
        "labels_per_class strategy mixed_precision [no]jit_compile steps_per_execution "
        "sample_every save_every export_dir [no]skip_unreadable [no]deterministic "
        "data_service"
    )
    for flag in flags.split():
        assert f"--{flag}:" in text
    text = " ".join(succeed("compare", "--help").split())
    assert f"some of: {', '.join(recipes.available())}" in text


def test_flags_that_are_wrong_say_what_is_right(tmp_path):
    message = refused("train", "--recipe=wgna", f"--workdir={tmp_path}")
    assert f"Did you mean 'wgan'? Known: {', '.join(recipes.available())}" in message
    assert "--workdir is required" in refused("train", "--recipe=wgan")
    assert "--recipe is required" in refused("train", f"--workdir={tmp_path}")


def test_a_dataset_that_does_not_fit_the_recipe(tmp_path):
    def message(*flags):
        workdir = f"--workdir={tmp_path / 'run'}"
        return refused("train", "--recipe=dcgan", workdir, *flags)

    assert "learns from images, and 'ring' holds points" in message("--dataset=ring")
    message_18 = message("--dataset=digits", "--image_size=18")
    assert "multiples of 4 from 16 up" in message_18
    # A start that was refused leaves no trace in the directory.
    assert not (tmp_path / "run" / "run.json").exists()
    (tmp_path / "images").mkdir()
    assert "holds no images" in message(f"--dataset=folder:{tmp_path / 'images'}")


@pytest.mark.parametrize(
    ("command", "flag", "others"),
    [
        ("train", "workdir", SMALL),
        ("train", "export_dir", (*SMALL, "--steps=1", "--workdir={0}/new")),
        ("export", "export_dir", ("--workdir={0}/none",)),
        ("evaluate", "output", ("--model=none",)),
        ("sample", "output", ("--model=none",)),
        ("convert", "output", ("--model=none",)),
        ("few_labels", "output", ()),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_first(
    command, flag, others, tmp_path
):
    file = tmp_path / "file"
    file.write_text("in the way")
    others = [other.format(tmp_path) for other in others]
    message = refused(command, f"--{flag}={file / 'x.onnx'}", *others)
    expected = f"--{flag}={file / 'x.onnx'} cannot be written: {file} is no folder"
    assert expected in message
    assert file.read_text() == "in the way"
    assert not (tmp_path / "new").exists()


def test_export_of_what_is_no_run(tmp_path):
    flags = (f"--workdir={tmp_path}", f"--export_dir={tmp_path / 'e'}")
    assert "is no run directory" in refused("export", *flags)


def test_a_loss_that_is_no_number_names_the_last_good_save(tmp_path):
    # A rate that no network survives.
    flags = (*SMALL, "--set=learning_rate=1e30", "--steps=50", "--save_every=1")
    message = refused("train", *flags, f"--workdir={tmp_path}")
    assert "Training stopped" in message or "was not saved" in message
    assert (
        "The last good save is step" in message or "Nothing had been saved" in message
    )
    assert not (tmp_path / "export").exists()
