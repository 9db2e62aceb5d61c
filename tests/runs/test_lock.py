"""One process trains in a run directory at a time."""

import dataclasses
import fcntl
import subprocess
import sys
import warnings

import pytest

from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.experiments.theory import report
from tfgan_zoo.runs import RunConfig, export, lock, train

HOLD = """
import pathlib, sys, time
from tfgan_zoo.runs import lock
with lock.locked(pathlib.Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(600)
"""


def test_a_second_one_is_refused_and_a_killed_one_leaves_no_lock(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline() == "locked\n"
        for refuse in (lock.check, lambda folder: lock.locked(folder).__enter__()):
            with pytest.raises(ValueError, match="Another process is") as raised:
                refuse(tmp_path)
            assert f"training in {tmp_path}. " in str(raised.value)
            assert "another --workdir" in str(raised.value)
    finally:
        process.kill()
        process.communicate()
    with lock.locked(tmp_path), pytest.raises(ValueError, match="Another process"):
        lock.check(tmp_path)
    lock.check(tmp_path)


def test_a_second_process_writes_nothing_until_the_first_is_killed(tmp_path):
    config = RunConfig("gan", dataset="ring", batch_size=8, constants={"width": 8})
    config = dataclasses.replace(config, steps=2, sample_every=2, export=False)
    run, experiment = tmp_path / "run", tmp_path / "experiment"
    train(config, run, verbose=False)
    experiment.mkdir()
    holders = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, folder], stdout=subprocess.PIPE, text=True
        )
        for folder in (run, experiment)
    ]
    try:
        assert [holder.stdout.readline() for holder in holders] == ["locked\n"] * 2
        before = {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()}
        for seed in (0, 1):  # The run that is there, and another.
            other = dataclasses.replace(config, steps=4, seed=seed)
            with pytest.raises(ValueError, match=r"Another process|another run"):
                train(other, run, verbose=False)
        with pytest.raises(ValueError, match=r"Another process .* another --output\."):
            report.write(str(experiment), only=["saturation"])
        export.export_run(*export.restored(run)[:1], run, tmp_path / "export", 2)
        exported = tmp_path / "export" / "1" / "saved_model.pb"
        assert exported.exists()
        after = (f for at in (run, experiment) for f in at.rglob("*") if f.is_file())
        assert {f: f.read_bytes() for f in after} == before
    finally:
        for holder in holders:
            holder.kill()
            holder.communicate()
    train(dataclasses.replace(config, steps=4), run, verbose=False)
    rows = metrics_log.read(run / "metrics.csv")
    assert [row["step"] for row in rows] == [4]


def test_to_ask_writes_nothing(tmp_path):
    lock.check(tmp_path)
    assert not list(tmp_path.iterdir())


def test_where_there_are_no_locks_it_is_a_warning(tmp_path, monkeypatch):
    def unsupported(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", unsupported)
    with pytest.warns(UserWarning, match="cannot be locked"), lock.locked(tmp_path):
        pass
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lock.check(tmp_path)  # Once is enough.
