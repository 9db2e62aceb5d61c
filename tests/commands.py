"""The command lines: in this process, or where the process is the claim, in one."""

import contextlib
import importlib
import io
import os
import signal
import subprocess
import sys
import time
from typing import NamedTuple

import keras
from absl import logging
from tensorflow.python.framework import config

from tfgan_zoo import flags

# Code that goes before a command in a process, which then has two devices.
TWO_DEVICES = """
import tensorflow as tf

from tfgan_zoo import flags
cpu = tf.config.list_physical_devices("CPU")[0]
device = tf.config.LogicalDeviceConfiguration()
tf.config.set_logical_device_configuration(cpu, [device, device])
"""
# A run of a second, which shows itself while it trains.
SMALL = ("--recipe=dcgan", "--dataset=digits", "--image_size=16", "--width=4")
SMALL = (*SMALL, "--batch_size=16", "--sample_every=1000")


def parse(script: str, *arguments):
    """The values of the flags of a command, which is not run."""
    module = importlib.import_module(f"tfgan_zoo.scripts.{script}")
    return flags.parse(module.FLAGS, arguments)


class Answer(NamedTuple):
    """What a command has answered."""

    status: int
    out: str
    err: str


def run(script: str, *arguments) -> Answer:
    """Runs a command to its end, in this process, which it leaves as it was.

    Args:
        script: module of `tfgan_zoo.scripts`.
        *arguments: flags.
    """
    main = importlib.import_module(f"tfgan_zoo.scripts.{script}").main
    out, err = io.StringIO(), io.StringIO()
    before, verbosity = _globals(), logging.get_verbosity()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([str(argument) for argument in arguments])
    finally:
        logging.set_verbosity(verbosity)
    assert _globals() == before
    return Answer(status, out.getvalue(), err.getvalue())


def _globals():
    """What one command would spoil for the next, if it left it changed."""
    return {
        "precision": keras.config.dtype_policy().name,
        "determinism": config.is_op_determinism_enabled(),
        "signals": [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)],
        "folder": os.getcwd(),
        "arguments": sys.argv,
    }


def succeed(script: str, *arguments) -> str:
    """The output of a command that ends well."""
    return output_of(run(script, *arguments))


def refused(script: str, *arguments) -> str:
    """The message of a command that ends with an error, which is no traceback."""
    return message_of(run(script, *arguments))


def start(script: str, *arguments, before="", **options) -> subprocess.Popen:
    """Starts a command in a process of its own.

    Args:
        script: module of `tfgan_zoo.scripts`.
        *arguments: flags.
        before: code that runs first in the process.
        **options: of `process`.
    """
    code = f"{before}\nfrom tfgan_zoo.scripts.{script} import run\nrun()"
    return process([sys.executable, "-c", code, *map(str, arguments)], **options)


def process(command, *, environment=None, **options) -> subprocess.Popen:
    """Starts a process whose output can be read.

    Args:
        command: with its arguments.
        environment: variables, added to those of this process.
        **options: of `subprocess.Popen`.
    """
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {**os.environ, **(environment or {})}
    return subprocess.Popen(command, env=environment, text=True, **{**pipes, **options})


def finish(started: subprocess.Popen, seconds=300) -> Answer:
    """Waits for the end of a process."""
    out, err = started.communicate(timeout=seconds)
    return Answer(started.returncode, out, err)


def output_of(answer: Answer) -> str:
    """The output of what ended well."""
    assert answer.status == 0, answer.err or answer.out
    return answer.out


def message_of(answer: Answer) -> str:
    """The message of what ended with an error, which is no traceback."""
    assert answer.status == 1, answer
    assert "Traceback" not in answer.err
    return answer.err


def python(code: str, *arguments, **options) -> str:
    """The output of Python code that ends well, in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return output_of(finish(process(command, **options)))


def wait_for(file, *processes, seconds=120):
    """Waits until processes, of which none may end, have written a file."""
    deadline = time.monotonic() + seconds
    while not file.exists():
        for started in processes:
            assert started.poll() is None, started.communicate()
        assert time.monotonic() < deadline, f"{file} did not appear"
        time.sleep(0.005)
