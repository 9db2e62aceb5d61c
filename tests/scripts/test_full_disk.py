"""Commands on a full disk: what they say and leave, and that they can go on."""

import shutil

import pytest

from tests.commands import SMALL, refused, succeed
from tests.full_disk import full_disk
from tfgan_zoo.callbacks import Checkpoints


def contents(folder):
    return {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@pytest.mark.parametrize(
    ("script", "flags", "name"),
    [
        ("export", ["--workdir={run}", "--export_dir={place}"], "models"),
        ("sample", ["--model={run}/export", "--num=400", "--output={place}"], "a.npz"),
        ("sample", ["--model={run}/export", "--num=400", "--output={place}"], "a.png"),
        ("convert", ["--model={run}", "--output={place}"], "a.keras"),
        (
            "evaluate",
            [
                *("--model={run}/export", "--samples=20", "--metrics=swd"),
                "--output={place}",
            ],
            "scores.json",
        ),
    ],
)
def test_what_has_no_room_is_named_and_leaves_nothing(
    script, flags, name, run_of_digits, tmp_path
):
    place = tmp_path / name
    flags = [flag.format(run=run_of_digits.directory, place=place) for flag in flags]
    with full_disk(1000):
        message = refused(script, *flags)
    assert f"tfgan-{script}: {place} cannot be written: File too large." in message
    assert message.endswith("Make room there, and run it again.\n")
    assert contents(tmp_path) == {}


def test_a_run_loses_nothing_and_goes_on(run_of_digits, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(run_of_digits.directory, run)
    saved = contents(run / "checkpoints")
    flags = (*SMALL, f"--workdir={run}", "--seed=5", "--steps=8")
    with full_disk(60_000):
        message = refused("train", *flags)
    why = f"{run / 'checkpoints'} cannot be written: File too large."
    assert f"tfgan-train: The checkpoint of step 8 is not saved. {why}" in message
    assert "Started again, the training goes on from step 6." in message
    assert contents(run / "checkpoints") == saved
    assert not list(run.rglob(".writing-*"))
    assert "holds 6 of 8 steps; going on" in succeed("train", *flags)
    assert Checkpoints(run / "checkpoints").steps() == [6, 8]
