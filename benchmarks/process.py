"""Candidates of a benchmark, each training in a process of its own."""

import contextlib
import dataclasses
import gc
import importlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable

from tfgan_zoo.experiments.interleaved_timing import CandidateError, interleave
from tfgan_zoo.experiments.peak_memory import peak_mib

# A thread pool that waits for work turns idle only after a moment.
SETTLE_SECONDS = 0.3


@dataclasses.dataclass(frozen=True)
class Candidate:
    """One way of training two networks, on a constant batch in memory.

    Args:
        run: trains for that many steps, and returns when they are done.
        parameters: trainable parameters of the generator and of the discriminator.
        images: examples of one batch, all minibatches of a step together.
        unit: the number of steps that `run` cannot divide.
    """

    run: Callable[[int], None]
    parameters: tuple[int, int]
    images: int
    unit: int = 1


def start(stack, requests: dict) -> tuple[dict, dict]:
    """Starts candidates, one after the other.

    Args:
        stack: a `contextlib.ExitStack`, which ends them.
        requests: name to the arguments of `Process`.

    Returns:
        Name to process of those that work, and name to {"error": message} of those
        that do not.
    """
    processes, errors = {}, {}
    for name, arguments in requests.items():
        print(f"building {name}", file=sys.stderr)
        try:
            processes[name] = Process(**arguments)
            stack.callback(processes[name].close)
        except CandidateError as error:
            errors[name] = {"error": str(error)}
    return processes, errors


def compare(processes: dict, errors: dict, count: int, steps: int) -> dict:
    """What candidates took, in turns.

    Args:
        processes: of `start`.
        errors: of `start`; those that do not survive a turn join them.
        count: of rounds.
        steps: of a turn.

    Returns:
        Name to the errors, and to the summary of each other candidate with the
        "seconds_per_step" of each round.
    """
    turns = {name: process.turn for name, process in processes.items()}
    samples = interleave(turns, count, steps, errors)
    return errors | {
        name: {**processes[name].summary(), "seconds_per_step": seconds}
        for name, seconds in samples.items()
    }


class Process:
    """A candidate in a process of its own, which does nothing unless it has its turn.

    Args:
        module: with a function `build` that returns a `Candidate`.
        **arguments: of `build`.

    Raises:
        CandidateError: it could not be built, or its first step failed.
    """

    def __init__(self, module: str, **arguments):
        context = multiprocessing.get_context("spawn")
        self._connection, child_connection = context.Pipe()
        self._child = context.Process(
            target=_serve, args=(child_connection, module, arguments), daemon=True
        )
        self._child.start()
        child_connection.close()  # Open in the child alone, it ends with it.
        self.turns = []
        self.facts = self._answer()

    def turn(self, steps: int) -> float:
        """Trains for some steps; returns the seconds of one."""
        time.sleep(SETTLE_SECONDS)
        with contextlib.suppress(BrokenPipeError):  # Its answer says that it is gone.
            self._connection.send(steps)
        answer = self._answer()
        self.turns.append(answer)
        return answer["seconds"] / steps

    def close(self):
        """Ends the process."""
        self._connection.close()
        self._child.join()

    def summary(self) -> dict:
        """What it built, its first step, and the most that its turns took."""
        _, *later = self.turns or [{}]
        return {
            **self.facts,
            "peak_mib": max((turn["peak_mib"] for turn in self.turns), default=None),
            # The first turn comes after the building of all the others.
            "idle_share": max((turn["idle_share"] for turn in later), default=None),
            "cpu_seconds": sum(turn["cpu_seconds"] for turn in later),
        }

    def _answer(self):
        try:
            answer = self._connection.recv()
        except (EOFError, ConnectionResetError):
            self._child.join()
            status = self._child.exitcode
            answer = {"error": f"the process ended with status {status}"}
        if "error" in answer:
            self.close()
            raise CandidateError(answer["error"])
        return answer


def _serve(connection, module, arguments):
    """Builds a candidate in a process of its own; trains whenever it is told to.

    It answers first what it built and what the first step cost, then, for each number
    of steps, what these cost.
    """
    # All of them on the processor: PyTorch would stay there.
    os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    nowhere = os.open(os.devnull, os.O_WRONLY)  # For what libraries print.
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        candidate = importlib.import_module(module).build(**arguments)
        started = time.perf_counter()
        candidate.run(candidate.unit)
    except Exception as error:
        first = next(iter(str(error).strip().splitlines()), "")
        connection.send({"error": f"{type(error).__name__}: {first}"})
        return
    connection.send(
        {
            "parameters": list(candidate.parameters),
            "images": candidate.images,
            "unit": candidate.unit,
            "first_seconds": time.perf_counter() - started,
        }
    )
    gc.collect()
    gc.freeze()
    idle_since, idle_cpu = time.perf_counter(), time.process_time()
    with contextlib.suppress(EOFError):  # Nobody asks any more.
        while True:
            steps = connection.recv()
            started, cpu = time.perf_counter(), time.process_time()
            idle_share = (cpu - idle_cpu) / (started - idle_since)
            candidate.run(steps)
            idle_since, idle_cpu = time.perf_counter(), time.process_time()
            connection.send(
                {
                    "seconds": idle_since - started,
                    "cpu_seconds": idle_cpu - cpu,
                    "idle_share": idle_share,
                    "peak_mib": peak_mib(),
                }
            )
