"""The losses of the least squares GAN, on raw scores.

Mao et al. (2017), "Least Squares Generative Adversarial Networks",
https://arxiv.org/abs/1611.04076, equation 2: the labels are a for fake and b for real
examples, and the generator aims at c. By default a = 0 and b = c = 1, equation 9; a =
-1, b = 1 and c = 0, equation 8, minimise a Pearson divergence (section 3.2).
"""

from keras import ops


def discriminator_loss(real_scores, fake_scores, *, real_label=1.0, fake_label=0.0):
    """The distances to the labels, E[(D(x) - b)^2] / 2 + E[(D(G(z)) - a)^2] / 2.

    Args:
        real_scores: scores of real examples, any shape.
        fake_scores: scores of fake examples, any shape.
        real_label: b.
        fake_label: a.

    Returns:
        Scalar: the sum of the two halved means.
    """
    real = ops.mean(ops.square(real_scores - real_label))
    return (real + ops.mean(ops.square(fake_scores - fake_label))) / 2


def generator_loss(fake_scores, *, target=1.0):
    """The squared distance to the target: E[(D(G(z)) - c)^2] / 2.

    Args:
        fake_scores: scores of fake examples, any shape.
        target: c.

    Returns:
        Scalar, half the mean over the scores.
    """
    return ops.mean(ops.square(fake_scores - target)) / 2
