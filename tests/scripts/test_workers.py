"""Two workers on this machine, as processes that talk over the loopback."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose

from tfgan_zoo.training.callbacks import metrics_log

STEPS = 40
# Networks without dropout, so that two workers learn what one process does.
FLAGS = ("--recipe=dcgan", "--dataset=digits", "--image_size=16", "--width=4")
FLAGS = (*FLAGS, "--batch_size=16", "--save_every=10", "--sample_every=1000")
SECONDS = 120  # That a worker may take to end, or to come to a step.


@pytest.fixture
def start(tmp_path):
    """Starts processes of tfgan-train, and sees to their end."""
    processes = []

    def start_one(*flags, **environment):
        code = "from tfgan_zoo.scripts.train import run; run()"
        process = subprocess.Popen(
            [sys.executable, "-c", code, *FLAGS, *flags],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(tmp_path), **environment},
        )
        processes.append(process)
        return process

    yield start_one
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def start_two(start):
    """Starts the two workers of a run, each with its TF_CONFIG; the first is chief."""

    def start_both(*flags):
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        addresses = [f"127.0.0.1:{s.getsockname()[1]}" for s in sockets]
        for free in sockets:
            free.close()
        cluster = {"worker": addresses}
        tasks = [{"type": "worker", "index": i} for i in range(2)]
        return [
            start(
                "--strategy=multi_worker",
                *flags,
                TF_CONFIG=json.dumps({"cluster": cluster, "task": task}),
            )
            for task in tasks
        ]

    return start_both


def end(process):
    """Status, output and errors of a process, which ends in time."""
    out, err = process.communicate(timeout=SECONDS)
    return process.returncode, out, err


def succeed(process):
    status, out, err = end(process)
    assert status == 0, err
    return out


def wait_for(workdir, step, processes):
    deadline = time.monotonic() + SECONDS
    while not (workdir / "checkpoints" / f"step-{step}.index").exists():
        for process in processes:
            assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, f"no worker came to step {step}"
        time.sleep(0.02)


def assert_equal_runs(one, other):
    """The losses and everything that is saved agree to 1e-5."""
    expected, actual = (metrics_log.read(d / "metrics.csv")[-1] for d in (one, other))
    for name in expected.keys() - {"seconds"}:
        assert_allclose(actual[name], expected[name], atol=1e-5, err_msg=name)
    readers = [
        tf.train.load_checkpoint(str(d / "checkpoints" / f"step-{STEPS}"))
        for d in (one, other)
    ]
    names = [set(r.get_variable_to_shape_map()) for r in readers]
    assert names[0] == names[1]
    for name in names[0]:
        expected, actual = (r.get_tensor(name) for r in readers)
        if isinstance(expected, np.ndarray | np.number):
            assert_allclose(actual, expected, atol=1e-5, err_msg=name)


@pytest.mark.slow
def test_two_workers_equal_one_process_and_go_on_when_one_is_lost(
    start, start_two, tmp_path
):
    one, workdir = tmp_path / "one", tmp_path / "two"
    flags = (f"--workdir={workdir}", f"--steps={STEPS}")
    whole = start(f"--workdir={one}", f"--steps={STEPS}")

    # First a worker is lost, then the chief; in the end nobody.
    for lost, step in ((1, 10), (0, 20)):
        workers = start_two(*flags)
        wait_for(workdir, step, workers)
        workers[lost].kill()
        killed = time.monotonic()
        status, _, err = end(workers[1 - lost])
        assert time.monotonic() - killed < 60
        assert status == 1
        assert "Another of the 2 workers is gone" in err
        assert "Run the same command again on all workers to go on from the last" in err
        assert "Traceback" not in err
        assert not (workdir / "checkpoints" / f"step-{STEPS}.index").exists()

    workers = start_two(*flags)
    out = succeed(workers[0])
    assert "holds 20 of 40 steps; going on from there" in out
    assert (
        f"Exported the generator of step {STEPS} to {workdir / 'export' / '1'}" in out
    )
    assert "Wrote" not in succeed(workers[1])
    succeed(whole)
    assert_equal_runs(one, workdir)
    assert {f.name for f in one.iterdir()} == {f.name for f in workdir.iterdir()}


@pytest.mark.slow
def test_only_the_chief_writes_and_all_stop_on_a_signal_to_one(start_two, tmp_path):
    workdir = tmp_path / "run"
    workers = start_two(f"--workdir={workdir}", "--steps=100000")
    wait_for(workdir, 10, workers)
    workers[1].send_signal(signal.SIGTERM)
    assert "Run the same command again to go on" in succeed(workers[0])
    succeed(workers[1])
    assert [f.name for f in tmp_path.iterdir()] == ["run"]
    assert len(json.loads((workdir / "run.json").read_text())["starts"]) == 1
    assert len(list((workdir / "tensorboard").iterdir())) == 2
    saves = metrics_log.read(workdir / "metrics.csv")
    assert (workdir / "checkpoints" / f"step-{saves[-1]['step']}.index").exists()
