"""Records what tensorflow-addons 0.23.0 computes, for the tests of our layers.

It runs in an environment of its own, since tensorflow-addons cannot be imported beside
today's TensorFlow: Python 3.11, tensorflow-cpu 2.15.1, tensorflow-addons 0.23.0.

    python tests/layers/record_tensorflow_addons.py
"""

from pathlib import Path

import numpy as np
import tensorflow as tf
import tensorflow_addons as tfa

random = np.random.default_rng(0)
linear = random.normal(size=(5, 12)).astype(np.float32)
np.savez(
    Path(__file__).with_name("tensorflow_addons.npz"),
    maxout_linear=linear,
    maxout=tfa.layers.Maxout(4)(tf.constant(linear)).numpy(),
)
