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

# Two workers learn what one process does, in networks without dropout. Adam would hide
# a wrong scale of the loss, and magnify the last bits of small gradients.
CODE = """
import keras
from tfgan_zoo.training import adam
adam.Adam = lambda *args, **kwargs: keras.optimizers.SGD(0.005)
from tfgan_zoo.scripts.train import run
run()
"""
FLAGS = ("--recipe=dcgan", "--dataset=digits", "--image_size=16", "--width=4")
FLAGS = (*FLAGS, "--batch_size=16", "--sample_every=1000")
SECONDS = 120  # That a worker may take to end, or to come to a step.


@pytest.fixture
def start(tmp_path):
    """Starts processes of tfgan-train, and sees to their end."""
    processes = []
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    def start_one(*flags, **environment):
        process = subprocess.Popen(
            [sys.executable, "-c", CODE, *FLAGS, *flags],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary), **environment},
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


def assert_equal_runs(one, other, step):
    """The losses and everything that is saved agree to 1e-5."""
    logs = [metrics_log.read(directory / "metrics.csv") for directory in (one, other)]
    for expected, actual in zip(*logs, strict=True):
        for name in expected.keys() - {"seconds"}:
            assert_allclose(actual[name], expected[name], atol=1e-5, err_msg=name)
    saves = [
        tf.train.load_checkpoint(str(directory / "checkpoints" / f"step-{step}"))
        for directory in (one, other)
    ]
    names = [set(save.get_variable_to_shape_map()) for save in saves]
    assert names[0] == names[1]
    for name in names[0]:
        expected, actual = (save.get_tensor(name) for save in saves)
        if isinstance(expected, np.ndarray | np.number):
            assert_allclose(actual, expected, atol=1e-5, err_msg=name)


def assert_lost(worker):
    """A worker whose fellow is gone ends soon, and says what to do."""
    started = time.monotonic()
    status, _, err = end(worker)
    assert time.monotonic() - started < 60
    assert status == 1
    assert "Another of the 2 workers is gone" in err
    assert "Run the same command again on all workers to go on from the last" in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_two_workers_equal_one_process_though_one_is_lost(start, start_two, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    flags = ("--steps=100", "--save_every=50")
    succeed(start(f"--workdir={one}", *flags))

    workers = start_two(f"--workdir={two}", *flags)
    wait_for(two, 50, workers)
    workers[1].kill()
    assert_lost(workers[0])
    assert not (two / "checkpoints" / "step-100.index").exists()

    chief, other = start_two(f"--workdir={two}", *flags)
    out = succeed(chief)
    assert "holds 50 of 100 steps; going on from there" in out
    assert f"Exported the generator of step 100 to {two / 'export' / '1'}" in out
    assert "Exported" not in succeed(other)
    assert_equal_runs(one, two, 100)
    assert {file.name for file in one.iterdir()} == {
        file.name for file in two.iterdir()
    }


@pytest.mark.slow
def test_only_the_chief_writes_and_all_stop_on_a_signal_to_one(start_two, tmp_path):
    workdir = tmp_path / "run"
    flags = (f"--workdir={workdir}", "--steps=100000", "--save_every=10")
    workers = start_two(*flags)
    wait_for(workdir, 10, workers)
    workers[0].kill()
    assert_lost(workers[1])

    workers = start_two(*flags)
    wait_for(workdir, 30, workers)
    workers[1].send_signal(signal.SIGTERM)
    assert "Run the same command again to go on" in succeed(workers[0])
    succeed(workers[1])
    assert not list((tmp_path / "temporary").glob("tfgan-worker-*"))
    assert len(json.loads((workdir / "run.json").read_text())["starts"]) == 2
    last = metrics_log.read(workdir / "metrics.csv")[-1]["step"]
    assert (workdir / "checkpoints" / f"step-{last}.index").exists()
