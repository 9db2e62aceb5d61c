"""Records what tensorflow-addons 0.23.0 computes, for the tests of our layers.

It runs in an environment of its own, since tensorflow-addons cannot be imported beside
today's TensorFlow: Python 3.11, tensorflow-cpu 2.15.1, tensorflow-addons 0.23.0.

    python tests/record_tensorflow_addons.py
"""

from pathlib import Path

import numpy as np
import tensorflow as tf
import tensorflow_addons as tfa

random = np.random.default_rng(0)
linear = random.normal(size=(5, 12)).astype(np.float32)

# A running average of one weight that descends along given slopes.
slopes = random.normal(size=(6, 3)).astype(np.float32)
weight = tf.Variable(tf.ones(3))
average = tfa.optimizers.MovingAverage(
    tf.keras.optimizers.legacy.SGD(0.5), average_decay=0.9, dynamic_decay=True
)
weights = []
for slope in slopes:
    average.apply_gradients([(tf.constant(slope), weight)])
    weights.append(weight.numpy())

np.savez(
    Path(__file__).with_name("tensorflow_addons.npz"),
    maxout_linear=linear,
    average_weights=np.stack(weights),
    average=average.get_slot(weight, "average").numpy(),
    maxout=tfa.layers.Maxout(4)(tf.constant(linear)).numpy(),
)
