"""Two virtual devices and no GPU, fixed seeds, and data in a folder of the session."""

import atexit
import collections
import gc
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # Of the processes that tests start, too.
# One thread: workers share the cores, and the number of threads decides how sums are
# rounded, which tests that compare bits with a record have to know.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# TFDS prepares its sets here, not in the home of who runs the tests. It asks when it is
# imported, which may be before any fixture.
os.environ["TFDS_DATA_DIR"] = tempfile.mkdtemp(prefix="tfgan-tests-")

import keras
import pytest
import tensorflow as tf

from tests import commands

_STARTED, _COST = pytest.StashKey[float](), "CPU seconds of an objective"

atexit.register(shutil.rmtree, os.environ["TFDS_DATA_DIR"], ignore_errors=True)
tf.config.set_visible_devices([], "GPU")
_CPU = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(
    _CPU, [tf.config.LogicalDeviceConfiguration()] * 2
)


@pytest.fixture(autouse=True)
def _fixed_seeds():
    keras.utils.set_random_seed(0)


@pytest.fixture(autouse=True, scope="module")
def _models_of_other_modules_are_gone():
    gc.collect()  # Models are in cycles, and hold much that Python does not count.


@pytest.fixture(scope="session")
def two_replicas():
    # One for all tests: two strategies in one process would share the numbers of
    # their collective operations, and TensorFlow takes the one's for the other's.
    return tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])


class Trained(NamedTuple):
    """A run of a few steps, for all tests to read: who writes makes a copy."""

    directory: Path
    out: str


@pytest.fixture(scope="session")
def run_of_digits(tmp_path_factory):
    """Of `dcgan`, 6 steps."""
    return _trained(tmp_path_factory, "digits", *commands.SMALL, "--steps=6")


@pytest.fixture(scope="session")
def run_of_ring(tmp_path_factory):
    """Of points, 3 steps."""
    flags = ("--recipe=gan", "--dataset=ring", "--width=16", "--steps=3")
    return _trained(tmp_path_factory, "ring", *flags)


def _trained(tmp_path_factory, name, *flags):
    directory = tmp_path_factory.mktemp(name) / "run"
    out = commands.succeed("train", *flags, "--seed=5", f"--workdir={directory}")
    return Trained(directory, out)


def pytest_collection_modifyitems(items):
    """Long tests first, so that no worker is left with one while the others are idle.

    Tests of a module stay together, and its fixtures are made once.
    """
    items.sort(key=lambda item: item.get_closest_marker("learning") is None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    item.stash[_STARTED] = time.process_time()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Notes the processor time of a contract of an objective."""
    report = (yield).get_result()
    if report.when == "teardown" and "objective" in item.fixturenames:
        seconds = time.process_time() - item.stash[_STARTED]
        name = item.callspec.params["objective"].__name__
        report.user_properties.append((_COST, [name, seconds]))


def pytest_terminal_summary(terminalreporter):
    """Says what the contracts of an objective cost."""
    costs = collections.Counter()
    for report in terminalreporter.getreports(""):
        for key, value in getattr(report, "user_properties", ()):
            if key == _COST:
                costs[value[0]] += value[1]
    if costs:
        each = ", ".join(f"{name} {cost:.0f}" for name, cost in costs.items())
        terminalreporter.write_line(f"CPU seconds of the contracts: {each}")
