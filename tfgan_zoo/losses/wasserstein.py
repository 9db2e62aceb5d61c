"""The losses of the Wasserstein GAN, on the scores of a critic f.

Arjovsky et al. (2017), https://arxiv.org/abs/1701.07875. By the duality of Kantorovich
and Rubinstein (equation 2) the supremum of E[f(x)] - E[f(G(z))] over the K-Lipschitz
functions f is K times the distance W(P_data, P_G).
"""

from keras import ops


def discriminator_loss(real_scores, fake_scores):
    """The negative estimate of K W(P_data, P_G): E[f(G(z))] - E[f(x)].

    Args:
        real_scores: scores of real examples, any shape.
        fake_scores: scores of fake examples, any shape.

    Returns:
        Scalar: the difference of the two means.
    """
    return ops.mean(fake_scores) - ops.mean(real_scores)


def generator_loss(fake_scores):
    """The part of the distance that the generator can change: -E[f(G(z))].

    Args:
        fake_scores: scores of fake examples, any shape.

    Returns:
        Scalar, mean over the scores.
    """
    return -ops.mean(fake_scores)
