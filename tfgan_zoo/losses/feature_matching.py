"""The generator's loss by which the features of its samples match those of the data.

Salimans et al. (2016), "Improved Techniques for Training GANs",
https://arxiv.org/abs/1606.03498, section 3.1.
"""

from keras import ops


def generator_loss(real_mean, fake_mean):
    """The squared distance of mean features: ||E[f(x)] - E[f(G(z))]||^2.

    Args:
        real_mean: features of real examples, averaged over the minibatch, any shape.
        fake_mean: those of fake examples, of the same shape.

    Returns:
        Scalar: the squared L2 norm of the difference.
    """
    return ops.sum(ops.square(real_mean - fake_mean))
