"""One step of every recipe, against the same step on the CPU."""

import numpy as np

from benchmarks.gpu import turns

PLACE, SECONDS = 5, 120
WITHIN = {False: 1e-4, True: 1e-2}  # With TensorFloat-32, ten bits of a product.


def rows(size):
    """A row for each recipe, without TensorFloat-32 and with it."""
    import tensorflow as tf

    from tfgan_zoo import recipes

    precision = tf.config.experimental
    on = precision.tensor_float_32_execution_enabled()
    try:
        for recipe in size.compared or recipes.available():
            expected = one_step(size, recipe, "CPU:0")
            for tf32, within in WITHIN.items():
                precision.enable_tensor_float_32_execution(tf32)
                losses, weights = map(
                    difference, one_step(size, recipe, size.device), expected
                )
                yield {
                    "recipe": recipe,
                    "TF32": tf32,
                    "difference of losses": losses,
                    "of weights": weights,
                    "at most": within,
                    "met": max(losses, weights) <= within,
                }
    finally:
        precision.enable_tensor_float_32_execution(on)


def one_step(size, recipe: str, device: str, steps: int = 1):
    """The losses and all weights after a step on a device, each as one vector."""
    import tensorflow as tf

    with tf.device(device):
        gan, batch = size.model(recipe, own_shape=True)
        gan.make_train_function()
        iterator = turns.constant_batch(batch)
        for _ in range(steps):
            losses = gan.train_function(iterator)
    weights = [np.ravel(weight) for weight in gan.get_weights()]
    return np.array([float(x) for x in losses.values()]), np.concatenate(weights)


def difference(found, expected) -> float:
    """The length of the difference of two vectors, by that of the second or by 1.

    The first step of Adam and RMSprop goes by the sign of a gradient, and the signs of
    some that are nearly 0 differ: a greatest difference would say nothing.
    """
    scale = max(1.0, float(np.linalg.norm(expected)))
    return float(np.linalg.norm(found - expected)) / scale
