"""Two virtual devices, quiet logs, fixed seeds, and data in a folder of the session."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest
import tensorflow as tf

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
    """Fast tests first, so that a mistake is seen early."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
