"""The parent's end of a contender's process."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.contender import ContenderError

# A thread pool that waits for work turns idle only after a moment.
SETTLE_SECONDS = 0.3


def start(stack, requests: dict) -> tuple[dict, dict]:
    """Starts contenders, one after the other.

    Args:
        stack: a `contextlib.ExitStack`, which ends them.
        requests: name to the arguments of `Process`.

    Returns:
        Name to process of those that work, and name to {"error": message} of those
        that do not.
    """
    processes, errors = {}, {}
    for name, arguments in requests.items():
        try:
            print(f"building {name}", file=sys.stderr)
            processes[name] = Process(**arguments)
        except ContenderError as error:
            errors[name] = {"error": str(error)}
        else:
            stack.callback(processes[name].close)
    return processes, errors


class Process:
    """A contender in a process of its own, which does nothing unless it has its turn.

    Args:
        module: with a function `build` that returns a `Contender`.
        **arguments: of `build`.

    Raises:
        ContenderError: it could not be built, or its first step failed.
    """

    def __init__(self, module: str, **arguments):
        request = json.dumps({"module": module, **arguments})
        self._child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", request],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=Path(__file__).parents[1],
            # All of them on the processor: PyTorch would stay there.
            env={
                **os.environ,
                "TF_CPP_MIN_LOG_LEVEL": "3",
                "CUDA_VISIBLE_DEVICES": "-1",
            },
        )
        self.turns = []
        self.facts = self._answer()

    def turn(self, steps: int) -> float:
        """Trains for some steps; returns the seconds of one."""
        time.sleep(SETTLE_SECONDS)
        with contextlib.suppress(BrokenPipeError):  # Its answer says that it is gone.
            self._child.stdin.write(f"{steps}\n")
            self._child.stdin.flush()
        answer = self._answer()
        self.turns.append(answer)
        return answer["seconds"] / steps

    def close(self):
        """Ends the process."""
        with contextlib.suppress(BrokenPipeError):
            self._child.stdin.close()
        self._child.stdout.close()
        self._child.wait()

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
        line = self._child.stdout.readline()
        answer = json.loads(line) if line else {"error": self._death()}
        if "error" in answer:
            self.close()
            raise ContenderError(answer["error"])
        return answer

    def _death(self):
        return f"the process ended with status {self._child.wait()}"
