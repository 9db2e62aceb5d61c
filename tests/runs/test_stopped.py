"""Runs that are killed or stopped as they train, and go on."""

import signal
from pathlib import Path

import pytest

from tests import commands
from tests.commands import SMALL, succeed
from tests.runs import saves
from tfgan_zoo import runs
from tfgan_zoo.scripts import config_flags

FOREVER = "--steps=1000000"


def kill(workdir, *flags, **options):
    """Kills a run that would not end by itself; the step of its newest save."""
    process = commands.start(
        "train", *flags, FOREVER, f"--workdir={workdir}", **options
    )
    commands.wait_for(workdir / "checkpoints" / "step-30.index", process)
    process.kill()
    process.communicate()
    return saves.newest(workdir)


@pytest.mark.parametrize("recipe", ["dcgan", "wgan"])
def test_killed_and_resumed_equals_never_stopped(recipe, tmp_path):
    whole, workdir = tmp_path / "whole", tmp_path / "killed"
    flags = (*SMALL[1:], f"--recipe={recipe}", "--save_every=10", "--deterministic")
    flags = (*flags, "--log_every=5", f"--export_dir={tmp_path / 'export'}")
    newest = kill(workdir, *flags)

    # The newest save is cut as well: the one before is taken.
    for file in (workdir / "checkpoints").glob(f"step-{newest}.data*"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])
    last = newest + 10
    out = succeed("train", *flags, f"--steps={last}", f"--workdir={workdir}")
    assert f"checkpoint of step {newest}" in out
    assert f"holds {newest - 10} of {last} steps" in out
    succeed("train", *flags, f"--steps={last}", f"--workdir={whole}")
    saves.assert_equal(whole, workdir, last)

    # Losses and pictures are those of the whole run, too.
    def rows(folder):
        text = (folder / "metrics.csv").read_text().splitlines()
        return [line.split(",")[:1] + line.split(",")[2:] for line in text]

    assert rows(workdir) == rows(whole)
    picture = Path("samples") / f"step_{last:08d}.png"
    assert (workdir / picture).read_bytes() == (whole / picture).read_bytes()


def test_killed_and_resumed_on_two_replicas(two_replicas, tmp_path, capsys):
    whole, workdir = tmp_path / "whole", tmp_path / "killed"
    flags = (*SMALL, "--strategy=mirrored", "--save_every=10", "--deterministic")
    step = kill(workdir, *flags, before=commands.TWO_DEVICES)
    last = step + 10
    values = commands.parse("train", *flags, f"--steps={last}", "--noexport")
    config = config_flags.config_of(values)
    for directory in (workdir, whole):
        runs.train(config, directory, strategy=two_replicas)
    assert f"holds {step} of {last} steps; going on" in capsys.readouterr().out
    saves.assert_equal(whole, workdir, last)


def test_ctrl_c_saves_and_says_how_to_go_on(tmp_path):
    flags = (*SMALL, FOREVER, "--save_every=20", f"--workdir={tmp_path}")
    process = commands.start("train", *flags)
    commands.wait_for(tmp_path / "checkpoints" / "step-20.index", process)
    process.send_signal(signal.SIGINT)
    out = commands.output_of(commands.finish(process, seconds=60))
    assert "Run the same command again to go on" in out
    assert not (tmp_path / "export").exists()
    stopped = int(out.rpartition("Stopped at step ")[2].split(",")[0])
    assert (tmp_path / "checkpoints" / f"step-{stopped}.index").exists()
