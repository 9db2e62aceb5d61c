"""Numbers that an older version gave, and how to compare with them.

Another processor, number of threads, TensorFlow or Keras rounds otherwise: there,
numbers are compared to a tolerance, and only where all are the same, bit by bit.
"""

import functools
import hashlib
import os
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.testing import assert_allclose

from tfgan_zoo import environment as environments

FIXTURES = Path(__file__).parents[1] / "fixtures" / "v0_1_0"


@functools.cache
def environment() -> dict:
    """What rounding depends on."""
    return {
        "processor": environments.machine()["processor"],
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "threads": int(os.environ.get("TF_NUM_INTRAOP_THREADS") or os.cpu_count()),
    }


def of(arrays) -> list[dict]:
    """The record of some arrays: a hash of each, and numbers to compare roughly."""
    return [_of_one(np.asarray(array)) for array in arrays]


def assert_same(arrays, record: list[dict], where: dict | None, tolerance=1e-4):
    """Raises unless arrays are those of a record.

    Args:
        arrays: of now.
        record: of `of`.
        where: the environment of the record; None where the code rounds otherwise now.
        tolerance: relative to the size of an array, where environments differ.
    """
    now = of(arrays)
    assert [a["shape"] for a in now] == [a["shape"] for a in record]
    for i, (actual, expected) in enumerate(zip(now, record, strict=True)):
        if where == environment():
            assert actual == expected, f"array {i} of {len(record)}"
            continue
        scale = tolerance * (expected["norm"] + 1e-3)
        for name in ("norm", "projection"):
            assert_allclose(actual[name], expected[name], atol=scale, rtol=0)


def _of_one(array):
    flat = array.astype(np.float64).ravel()
    # The product with a fixed direction tells arrays of one norm apart.
    direction = np.cos(np.arange(flat.size))
    return {
        "shape": list(array.shape),
        "sha256": hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[
            :20
        ],
        "norm": float(f"{np.linalg.norm(flat):.7g}"),
        "projection": float(f"{flat @ direction:.7g}"),
    }
