"""One process trains in a run directory at a time."""

import fcntl
import subprocess
import sys
import warnings

import pytest

from tfgan_zoo.runs import lock

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
