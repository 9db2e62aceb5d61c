"""Kills of a training run at random moments, and what is lost by them.

Each time the run goes on from its last save. In the end its weights, its metrics and
its pictures are compared with those of a run that was never stopped.
"""

import dataclasses
import json
import multiprocessing
import os
import random
import tempfile
import time
from pathlib import Path

KILLS, SEED = 20, 0
SECONDS = 1.0  # Of training that a kill falls into, most often.
FROM_THE_START = 0.25  # Share of kills that may come before the first step.
START_SECONDS = 4.0  # That these fall into.
WAIT_SECONDS = 120  # For a save; a run that makes none has failed.


def run(options=None) -> dict:
    """Kills a run, goes on with it, and compares it with one that was left alone.

    Args:
        options: of the command line; none are for this part.

    Returns:
        "kills", "steps" that the run was taken to, "starts" that its record has, what
        "lost" counts (tensors, rows and pictures that differ, unfinished files that
        stay), "failed" starts, "peak_memory_mib" of the processes, and "faults".
    """
    from tfgan_zoo.runs import RunConfig

    config = RunConfig(
        "gan",
        dataset="ring",
        batch_size=16,
        constants={"width": 16},
        steps=10**6,
        deterministic=True,
        export=False,
        save_every=20,
        log_every=15,
        sample_every=50,
    )
    # What is imported once is there in every process that it forks.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tfgan_zoo.runs.driver"])
    moments, peaks, failed = random.Random(SEED), [0.0], 0
    with tempfile.TemporaryDirectory() as folder:
        whole, killed = Path(folder) / "whole", Path(folder) / "killed"
        for _ in range(KILLS):
            process = _start(processes, config, killed)
            if moments.random() < FROM_THE_START:
                time.sleep(moments.uniform(0, START_SECONDS))
            else:
                _wait_for_a_save(killed, process)
                time.sleep(moments.uniform(0, SECONDS))
            peaks.append(_peak_mib(process))
            failed += process.exitcode is not None  # It was to train for ever.
            process.kill()
            process.join()
        steps = max(_saves(killed), default=0) + 30
        config = dataclasses.replace(config, steps=steps)
        for directory in (killed, whole):
            process = _start(processes, config, directory)
            process.join()
            failed += process.exitcode != 0
        lost = _lost(whole, killed, steps)
        starts = len(json.loads((killed / "run.json").read_text())["starts"])
        return {
            "kills": KILLS,
            "steps": steps,
            "starts": starts,
            "failed": failed,
            "lost": lost,
            "peak_memory_mib": round(max(peaks)),
            "faults": [
                *([f"{failed} starts failed"] if failed else []),
                *(f"{count} {what} lost" for what, count in lost.items() if count),
            ],
        }


def _start(processes, config, directory):
    process = processes.Process(target=_train, args=(config, str(directory)))
    process.start()
    return process


def _train(config, directory):
    from tfgan_zoo import runs

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    runs.train(config, directory, verbose=False)


def _saves(directory):
    indices = directory.glob("checkpoints/step-*.index")
    return {int(index.stem.removeprefix("step-")) for index in indices}


def _wait_for_a_save(directory, process):
    before, deadline = _saves(directory), time.monotonic() + WAIT_SECONDS
    while not _saves(directory) - before and process.is_alive():
        if time.monotonic() > deadline:
            raise TimeoutError(f"No save in {WAIT_SECONDS} s.")
        time.sleep(0.005)


def _peak_mib(process) -> float:
    """The most memory that a living process has had; 0 of one that has ended."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in status.splitlines())
    return next((int(w[1]) / 1024 for w in lines if w[0] == "VmHWM:"), 0.0)


def _lost(whole, killed, steps) -> dict:
    """How many tensors, rows and pictures of two runs differ, and what was left."""
    import numpy as np
    import tensorflow as tf

    def tensors(directory):
        reader = tf.train.load_checkpoint(f"{directory}/checkpoints/step-{steps}")
        names = reader.get_variable_to_shape_map()
        return {n: reader.get_tensor(n) for n in names if "OBJECT_GRAPH" not in n}

    def rows(directory):
        lines = (directory / "metrics.csv").read_text().splitlines()
        cells = (line.split(",") for line in lines)
        return {step: rest for step, _, *rest in cells}

    def pictures(directory):
        files = [*directory.glob("samples/*"), *directory.glob("samples.webp")]
        return {file.name: file.read_bytes() for file in files}

    def differ(read):
        one, other = read(whole), read(killed)
        common = one.keys() & other.keys()
        return len(one.keys() ^ other.keys()) + sum(
            not np.array_equal(one[name], other[name]) for name in common
        )

    return {
        "tensors": differ(tensors),
        "rows": differ(rows),
        "pictures": differ(pictures),
        "unfinished": len([*killed.rglob(".writing-*")]),
    }
