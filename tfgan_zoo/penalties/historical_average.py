"""Historical averaging: weights that stay near where they have been."""

import tensorflow as tf


def historical_average(weights, means):
    """The squared distance of the weights from their past, ||theta - mean||^2.

        mean = (1/t) sum over i = 1 .. t of theta[i]

    Salimans et al. (2016), "Improved Techniques for Training GANs",
    https://arxiv.org/abs/1606.03498, section 3.3. The means are the caller's state, and
    constants here: no gradient reaches them.

    Args:
        weights: one player's weights, tensors or variables of any shape.
        means: their running means, of the same shapes.

    Returns:
        Scalar, sum over all entries of all weights.
    """
    pairs = zip(weights, means, strict=True)
    return tf.add_n(
        [
            tf.reduce_sum(tf.square(weight - tf.stop_gradient(mean)))
            for weight, mean in pairs
        ]
    )
