"""Two virtual devices and no GPU, fixed seeds, and data in a folder of the session."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # Of the processes that tests start, too.
if "PYTEST_XDIST_WORKER" in os.environ:
    # Workers share the cores; threads of one would only wait for those of the other.
    for _name in ("TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(_name, "1")

import keras
import pytest
import tensorflow as tf

tf.config.set_visible_devices([], "GPU")
_CPU = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(
    _CPU, [tf.config.LogicalDeviceConfiguration()] * 2
)


@pytest.fixture(autouse=True)
def _fixed_seeds():
    keras.utils.set_random_seed(0)


@pytest.fixture(scope="session", autouse=True)
def _data_dir(tmp_path_factory):
    """TFDS prepares its sets here, not in the home of who runs the tests."""
    os.environ["TFDS_DATA_DIR"] = str(tmp_path_factory.mktemp("tfds"))


@pytest.fixture(scope="session")
def two_replicas():
    # One for all tests: two strategies in one process would share the numbers of
    # their collective operations, and TensorFlow takes the one's for the other's.
    return tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])


def pytest_collection_modifyitems(items):
    """Long tests first, so that no worker is left with one while the others are idle.

    Tests of a module stay together, and its fixtures are made once.
    """
    items.sort(key=lambda item: item.get_closest_marker("learning") is None)
