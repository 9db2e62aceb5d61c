"""The losses of the original GAN, on logits: D(x) = sigmoid(logit).

Goodfellow et al. (2014), https://arxiv.org/abs/1406.2661. Both use
-log sigmoid(l) = softplus(-l) and -log(1 - sigmoid(l)) = softplus(l), which neither
overflow nor lose the gradient when D is sure.
"""

from keras import ops


def discriminator_loss(real_logits, fake_logits, *, real_label=1.0):
    """The negative value of the game: -E[log D(x)] - E[log(1 - D(G(z)))].

    Equation 1. With one-sided label smoothing (Salimans et al., 2016,
    https://arxiv.org/abs/1606.03498, section 3.4) the real side's target is
    `real_label`, t: -E[t log D(x) + (1 - t) log(1 - D(x))].

    Args:
        real_logits: logits of real examples, any shape.
        fake_logits: logits of fake examples, any shape.
        real_label: t, the target of real examples itself, in (0, 1].

    Returns:
        Scalar: the mean over the real plus the mean over the fake logits.
    """
    real = real_label * ops.softplus(-real_logits)
    if real_label != 1:
        real = real + (1 - real_label) * ops.softplus(real_logits)
    return ops.mean(real) + ops.mean(ops.softplus(fake_logits))


def generator_loss(fake_logits, *, saturating=False):
    """What the generator minimises: -E[log D(G(z))], or E[log(1 - D(G(z)))].

    The second, saturating form is the game of equation 1. Its gradient vanishes where
    the discriminator is sure that a fake is a fake, so section 3 proposes the first.

    Args:
        fake_logits: logits of fake examples, any shape.
        saturating: play the minimax game itself.

    Returns:
        Scalar, mean over the logits.
    """
    if saturating:
        return -ops.mean(ops.softplus(fake_logits))
    return ops.mean(ops.softplus(-fake_logits))
