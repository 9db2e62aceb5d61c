"""The hinge losses, on raw scores.

Lim and Ye (2017), "Geometric GAN", https://arxiv.org/abs/1705.02894, equations 21 and
22; Tran et al. (2017), https://arxiv.org/abs/1702.08896; the loss of SNGAN (Miyato et
al., 2018, https://arxiv.org/abs/1802.05957, equations 16 and 17).
"""

from keras import ops


def discriminator_loss(real_scores, fake_scores):
    """The margin errors: E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))].

    Args:
        real_scores: scores of real examples, any shape.
        fake_scores: scores of fake examples, any shape.

    Returns:
        Scalar: the sum of the two means.
    """
    return ops.mean(ops.relu(1 - real_scores)) + ops.mean(ops.relu(1 + fake_scores))


def generator_loss(fake_scores):
    """What the generator can raise: -E[D(G(z))].

    Args:
        fake_scores: scores of fake examples, any shape.

    Returns:
        Scalar, mean over the scores.
    """
    return -ops.mean(fake_scores)
