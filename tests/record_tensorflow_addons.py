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


def draw(*shape):
    return random.normal(size=shape).astype(np.float32)


# An instance norm with gains and biases of its own.
images, gamma, beta = draw(2, 4, 5, 3), draw(3), draw(3)
instance_norm = tfa.layers.InstanceNormalization(epsilon=1e-5)
instance_norm.build(images.shape)
instance_norm.set_weights([gamma, beta])

# Weight norm and spectral norm of a dense layer and of a convolution.
wrapped = {}


def record(kind, make, inputs, kernel):
    def bare(kernel, bias):
        layer = make()
        layer.build(inputs.shape)
        layer.set_weights([kernel, bias])
        return layer

    bias, u = draw(4), draw(1, 4)
    norm = tfa.layers.WeightNormalization(bare(kernel, bias), data_init=False)
    # With data_init they measure v x where the paper measures v x / ||v||, and leave
    # out the bias that the layer has: for ||v|| = 1 and no bias the two are the same.
    unit = kernel / np.sqrt(np.sum(kernel**2, axis=tuple(range(kernel.ndim - 1))))
    from_data = tfa.layers.WeightNormalization(bare(unit, 0 * bias), data_init=True)
    spectral = tfa.layers.SpectralNormalization(bare(kernel, bias))
    spectral.build(inputs.shape)
    spectral.u.assign(u)
    values = {
        "inputs": inputs,
        "kernel": kernel,
        "bias": bias,
        "u": u[0],
        "weight_norm": norm(inputs).numpy(),
        "g": norm.g.numpy(),
        "weight_norm_from_data": from_data(inputs).numpy(),
        "g_from_data": from_data.g.numpy(),
        "bias_from_data": from_data.layer.bias.numpy(),
        "spectral_norm": spectral(inputs, training=True).numpy(),
        "next_u": spectral.u.numpy()[0],
    }
    wrapped.update({f"{kind}_{name}": value for name, value in values.items()})


record("dense", lambda: tf.keras.layers.Dense(4), draw(6, 5), draw(5, 4))
record("conv", lambda: tf.keras.layers.Conv2D(4, 2), draw(3, 5, 5, 2), draw(2, 2, 2, 4))

np.savez(
    Path(__file__).with_name("tensorflow_addons.npz"),
    maxout_linear=linear,
    average_weights=np.stack(weights),
    average=average.get_slot(weight, "average").numpy(),
    maxout=tfa.layers.Maxout(4)(tf.constant(linear)).numpy(),
    images=images,
    gamma=gamma,
    beta=beta,
    instance_norm=instance_norm(images).numpy(),
    **wrapped,
)
