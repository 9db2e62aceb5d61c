"""Runs of which a file is damaged, foreign or missing: named, or passed over."""

import json
import shutil

import pytest

from tests import commands
from tfgan_zoo.callbacks import Checkpoints, metrics_log
from tfgan_zoo.export import model_card
from tfgan_zoo.runs import export


@pytest.fixture
def run(run_of_ring, tmp_path):
    return shutil.copytree(run_of_ring.directory, tmp_path / "run")


def edit(run, **changes):
    """Changes the identity that the record of a run holds."""
    record = json.loads((run / "run.json").read_text())
    record["identity"] |= changes
    (run / "run.json").write_text(json.dumps(record))


@pytest.mark.parametrize("changes", [{"networks": "shared"}, {"constants": {"no": 1}}])
def test_a_record_of_which_no_model_can_be_built_is_named(changes, run):
    edit(run, **changes)
    message = f"No model can be built as {run / 'run.json'} says: .* from a copy"
    with pytest.raises(ValueError, match=message):
        export.restored(run)


def test_a_file_in_place_of_the_checkpoints_is_named_before_the_first_step(run):
    shutil.rmtree(run / "checkpoints")
    (run / "checkpoints").write_text("theirs")
    message = f"{run / 'checkpoints'} is a file, where the folder of checkpoints"
    with pytest.raises(ValueError, match=message):
        export.restored(run)
    flags = json.loads((run / "run.json").read_text())["starts"][0]["flags"]
    assert (run / "checkpoints").read_text() == "theirs"
    # And by the training, with its own flags.
    again = [f"--set={k}={v}" for k, v in flags.pop("constants", {}).items()]
    again += [f"--{k}={v}" for k, v in flags.items() if k != "workdir"]
    assert message in commands.refused("train", *again, f"--workdir={run}")


def test_a_run_without_checkpoints_says_how_to_go_on(run):
    shutil.rmtree(run / "checkpoints")
    message = r"checkpoints holds no checkpoint yet. Go on .*, tfgan-train --recipe=gan"
    with pytest.raises(ValueError, match=message):
        export.restored(run)


def test_copies_and_other_files_are_no_checkpoints(run, capsys):
    folder = run / "checkpoints"
    (newest,) = Checkpoints(folder).steps()
    (left := folder / ".writing-killed").mkdir()
    for name in ("step-9 (copy).index", "step-x.index"):
        shutil.copy(folder / f"step-{newest}.index", folder / name)
        shutil.copy(folder / f"step-{newest}.index", left / name)
    data = folder / f"step-{newest}.data-00000-of-00001"
    shutil.copy(data, folder / "step-9.data-00000-of-00001 (copy)")
    assert export.restored(run)[1] == newest
    assert "damaged" not in capsys.readouterr().out


@pytest.mark.parametrize("row", ["2.5,1.0,1.0", "nan,1.0,1.0"])
def test_a_table_of_other_steps_is_named(row, tmp_path):
    file = tmp_path / "metrics.csv"
    file.write_text(f"step,seconds,loss\n{row}\n")
    with pytest.raises(ValueError, match=f"{file} is no table of a run"):
        metrics_log.read(file)
    file.write_text("step,seconds,loss\n2,1.0,1.0\n3,1.")  # Of a killed process.
    assert [row["step"] for row in metrics_log.read(file)] == [2]


def test_the_licence_of_any_start_is_that_of_the_weights(run, tmp_path):
    record = json.loads((run / "run.json").read_text())
    (start,) = record["starts"]
    named = [{**start["flags"], "licence": name} for name in ("CC0-1.0", "MIT")]
    flags = [*named, start["flags"]]
    record["starts"] = [{**start, "flags": one} for one in flags]
    (run / "run.json").write_text(json.dumps(record))
    gan, step = export.restored(run)
    for licence, expected in ((None, "MIT"), ("CC BY 4.0", "CC BY 4.0")):
        export.export_run(gan, run, tmp_path / "out", step, licence=licence)
        versions = sorted((tmp_path / "out").iterdir())
        assert model_card.read(versions[-1])["licence"] == expected
