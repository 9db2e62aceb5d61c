"""The measurements of a GPU, rehearsed on the CPU."""

import json
import math
import re
import subprocess
import sys

import pytest

from benchmarks.gpu import __main__ as command
from benchmarks.gpu import process, sizes

ITEMS = process.items()


def rows_of(name):
    """The rows of a rehearsal in this process, without errors and of finite numbers."""
    rows = list(ITEMS[name].rows(sizes.REHEARSAL))
    assert rows
    assert process.tables(rows)
    for row in rows:
        assert not row.get("error"), row
        for value in row.values():
            values = value if isinstance(value, list) else [value]
            assert all(math.isfinite(x) for x in values if isinstance(x, float)), row
    return rows


@pytest.mark.parametrize(
    ("item", "ways"), [("step", 5), ("fed", 2 + 2 * len(ITEMS["fed"].DTYPES))]
)
def test_ways_of_training_take_turns(item, ways):
    rows = rows_of(item)
    assert len({row["way"] for row in rows}) == len(rows) == ways
    for row in rows:
        assert len(row["ms of rounds"]) == sizes.REHEARSAL.rounds
        assert row["least"] <= row["ms a step"] <= row["greatest"]


def test_each_form_is_timed_both_ways():
    rows = rows_of("kernels")
    forms = {row["form"] for row in rows}
    assert {(row["form"], row["way"]) for row in rows} == {
        (form, way) for form in forms for way in ("the zoo's", "Keras's")
    }


def test_the_forms_are_exchanged():
    """Each patch of an item changes the graph of a step."""
    import keras

    from benchmarks import launches

    counts = {}
    for name in ("Adam", "BatchNormalization"):
        recipe, *patches = ITEMS["kernels"].forms()[name]
        for way, patch in zip(("zoo", "keras"), patches, strict=True):
            with patch:
                gan, batch = sizes.REHEARSAL.model(recipe)
                kinds = [node.op for node in launches.operations(gan, batch)]
            counts[name, way] = kinds
            keras.backend.clear_session()
    assert "ResourceApplyAdam" in counts["Adam", "zoo"]
    assert "ResourceApplyAdam" not in counts["Adam", "keras"]
    gradients = "FusedBatchNormGradV3"
    assert gradients in counts["BatchNormalization", "zoo"]
    assert gradients not in counts["BatchNormalization", "keras"]


def test_a_step_equals_itself():
    for row in rows_of("parity"):
        assert row["difference of losses"] == row["of weights"] == 0
        assert row["met"]
    assert all(row["equal bits"] for row in rows_of("determinism"))


def test_another_step_does_not():
    one_step = ITEMS["parity"].one_step
    one, two = (one_step(sizes.REHEARSAL, "gan", "CPU:0", steps=n) for n in (1, 2))
    assert all(map(ITEMS["parity"].difference, one, two))


def test_a_trace_has_the_operations_of_the_graph():
    one, several, placed = rows_of("trace")
    assert placed["operations of a step"] == placed["on the CPU"] > 100
    for row in (one, several):
        assert row["kernels"] > placed["operations of a step"]
        assert 0 <= row["idle share"] < 1
        assert row["bytes from host"] == 0  # There is one memory.


def test_memory_is_told_and_a_second_process_runs_beside(monkeypatch):
    asked = []
    answer = {"error": None, "seconds": 1.0}
    monkeypatch.setattr(process, "run", lambda *a: asked.append(a) or answer)
    peak, beside = rows_of("memory")
    assert peak["peak MiB"] > 0
    assert beside["a second process"] == "ran"
    ((name, cpu, _),) = asked
    assert (name, cpu) == ("device", True)


def test_files_are_read():
    rows = rows_of("streams")
    assert [row["images/s"] > 0 for row in rows] == [True, True]


def test_the_command_writes_each_item(tmp_path):
    file = tmp_path / "gpu.json"
    arguments = ["--cpu", "--items=replicas,device", f"--json={file}"]
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.gpu", *arguments],
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    assert "A rehearsal on the CPU" in answer.stdout
    record = json.loads(file.read_text())
    assert list(record["items"]) == ["device", "replicas"]  # In the order of value.
    for item in record["items"].values():
        assert item["error"] is None
    _, summed, *ways = record["items"]["replicas"]["rows"]
    assert summed["ms a sum"] > 0
    assert [row["way"] for row in ways if not row["error"]] == [
        *("one device", "all, the same batch", "all, a batch for each")
    ]


def test_an_item_that_fails_keeps_its_rows():
    result = process.run("device", cpu=False, seconds=100)  # There is no GPU.
    assert result["error"] == "IndexError: list index out of range"
    assert [row["what"] for row in result["rows"]] == ["import of TensorFlow"]


def test_an_item_that_takes_too_long_is_ended():
    result = process.run("step", cpu=True, seconds=0.5)
    assert (result["rows"], result["error"]) == ([], "it took longer than 0 s")
    late = process.run("step", cpu=True, seconds=-1)
    assert late == {"rows": [], "seconds": 0.0, "error": "there was no time left"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [([], "TensorFlow sees no GPU here"), (["--items=stpe"], "unknown items ['stpe']")],
)
def test_what_cannot_be_measured_is_refused(arguments, said, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["benchmarks.gpu", *arguments])
    with pytest.raises(SystemExit, match=re.escape(said)):
        command.main()
