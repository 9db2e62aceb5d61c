"""Two workers on this machine, as processes that talk over the loopback."""

import json
import signal
import socket

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests import commands
from tests.runs import saves
from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.runs import lock

# Two workers learn what one process does, in networks without dropout. Adam would hide
# a wrong scale of the loss, and magnify the last bits of small gradients.
BEFORE = """
import keras
from tfgan_zoo.kernels import adam
adam.Adam = lambda *args, **kwargs: keras.optimizers.SGD(0.005)
"""
SECONDS = 120  # That a worker may take to end, or to come to a step.


@pytest.fixture
def start(tmp_path):
    """Starts processes of tfgan-train, and sees to their end."""
    processes = []
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    def start_one(*flags, **environment):
        process = commands.start(
            "train",
            *commands.SMALL,
            *flags,
            before=BEFORE,
            environment={"TMPDIR": str(temporary), **environment},
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


def succeed(process):
    return commands.output_of(commands.finish(process, SECONDS))


def wait_for(workdir, step, processes):
    file = workdir / "checkpoints" / f"step-{step}.index"
    commands.wait_for(file, *processes, seconds=SECONDS)


def assert_equal_runs(one, other, step):
    """The losses and everything that is saved agree to 1e-5."""
    logs = [metrics_log.read(directory / "metrics.csv") for directory in (one, other)]
    for expected, actual in zip(*logs, strict=True):
        for name in expected.keys() - {"seconds"}:
            assert_allclose(actual[name], expected[name], atol=1e-5, err_msg=name)
    expected, actual = (saves.tensors(directory, step) for directory in (one, other))
    assert set(expected) == set(actual)
    for name, value in expected.items():
        if isinstance(value, np.ndarray | np.number):
            assert_allclose(actual[name], value, atol=1e-5, err_msg=name)


def assert_lost(worker):
    """A worker whose fellow is gone ends soon, and says what to do."""
    message = commands.message_of(commands.finish(worker, seconds=60))
    assert "Another of the 2 workers is gone" in message
    again = "Run the same command again on all workers to go on from the last"
    assert again in message


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


def test_only_the_chief_writes_and_all_stop_on_a_signal_to_one(start_two, tmp_path):
    workdir = tmp_path / "run"
    flags = (f"--workdir={workdir}", "--steps=100000", "--save_every=10")
    workers = start_two(*flags)
    wait_for(workdir, 20, workers)  # The save of step 10 is whole by then.
    workers[0].kill()
    assert_lost(workers[1])

    workers = start_two(*flags)
    wait_for(workdir, 40, workers)
    with pytest.raises(ValueError, match="Another process is training"):
        lock.check(workdir)  # The chief's; the other worker goes on beside it.
    workers[1].send_signal(signal.SIGTERM)
    assert "Run the same command again to go on" in succeed(workers[0])
    succeed(workers[1])
    assert not list((tmp_path / "temporary").glob("tfgan-worker-*"))
    assert len(json.loads((workdir / "run.json").read_text())["starts"]) == 2
    last = metrics_log.read(workdir / "metrics.csv")[-1]["step"]
    assert (workdir / "checkpoints" / f"step-{last}.index").exists()
