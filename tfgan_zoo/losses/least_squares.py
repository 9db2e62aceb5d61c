"""The losses of the least squares GAN, on raw scores.

Mao et al. (2017), "Least Squares Generative Adversarial Networks",
https://arxiv.org/abs/1611.04076, equation 9: the labels are a = 0 for fake and b = 1
for real examples, and the generator aims at c = 1.
"""

from keras import ops


def discriminator_loss(real_scores, fake_scores):
    """The squared distances to the labels: E[(D(x) - 1)^2] / 2 + E[D(G(z))^2] / 2.

    Args:
        real_scores: scores of real examples, any shape.
        fake_scores: scores of fake examples, any shape.

    Returns:
        Scalar: the sum of the two halved means.
    """
    return (
        ops.mean(ops.square(real_scores - 1)) + ops.mean(ops.square(fake_scores))
    ) / 2


def generator_loss(fake_scores):
    """The squared distance to the real label: E[(D(G(z)) - 1)^2] / 2.

    Args:
        fake_scores: scores of fake examples, any shape.

    Returns:
        Scalar, half the mean over the scores.
    """
    return ops.mean(ops.square(fake_scores - 1)) / 2
