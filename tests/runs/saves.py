"""What the saves of runs hold, and whether two are the same."""

from pathlib import Path

import tensorflow as tf
from numpy.testing import assert_array_equal

from tfgan_zoo.callbacks.checkpoints import _is_whole


def tensors(workdir, step) -> dict:
    """Every tensor of the save of a step, by its name."""
    file = Path(workdir) / "checkpoints" / f"step-{step}"
    reader = tf.train.load_checkpoint(str(file))
    names = sorted(reader.get_variable_to_shape_map())
    return {n: reader.get_tensor(n) for n in names if "OBJECT_GRAPH" not in n}


def newest(workdir) -> int:
    """The step of the newest save that is whole: a killed run may leave half of one."""
    files = (Path(workdir) / "checkpoints").glob("step-*.index")
    saves = (file.with_suffix("") for file in files)
    return max(int(x.name.removeprefix("step-")) for x in saves if _is_whole(str(x)))


def assert_equal(one, other, step):
    """The saves of two runs are the same, bit by bit."""
    expected, actual = (tensors(workdir, step) for workdir in (one, other))
    assert set(expected) == set(actual)
    for name, value in expected.items():
        assert_array_equal(actual[name], value, err_msg=name)
