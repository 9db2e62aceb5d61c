"""The losses of a discriminator that is a classifier of K classes, on its K logits.

Salimans et al. (2016), https://arxiv.org/abs/1606.03498, section 5. A classifier of
K + 1 classes, the last one being "fake", has one logit too many: subtracting a function
from all of them changes no probability, so that of "fake" is held at 0. With
Z(x) = sum over k of exp(l_k(x)) the probability of "not fake" is then

    D(x) = Z(x) / (Z(x) + 1) = exp(s) / (exp(s) + 1) = sigmoid(s),  s = log Z(x),

so `realness`, s, is a logit for the losses of `minimax`.
"""

from keras import ops


def realness(logits):
    """The logit of "not fake": log Z(x) = log sum over k of exp(l_k(x)).

    Args:
        logits: of the K classes, [B, K].

    Returns:
        Logits [B].
    """
    return ops.logsumexp(logits, axis=-1)


def class_loss(logits, targets):
    """The cross-entropy among the K real classes: -E[log p(y | x, y < K + 1)].

    Args:
        logits: of the K classes, [B, K].
        targets: one-hot labels, [B, K].

    Returns:
        Scalar, mean over the minibatch.
    """
    return ops.mean(realness(logits) - ops.sum(targets * logits, axis=-1))
