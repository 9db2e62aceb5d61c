"""Labels of samples that are compared with real ones."""

import numpy as np

LIKE_REAL = "as frequent as the real ones"  # Of labels, in the protocol of a score.


def labels_like(real_labels, num: int) -> np.ndarray:
    """Labels int64 [num], each class as often as among real ones, in a fixed order.

    A generator that is right for every class is far from the real images where its
    classes are drawn alike and theirs are not. The code of StyleGAN2-ADA (Karras et
    al., 2020, https://arxiv.org/abs/2006.06676) and its successors draws them at random
    from the real ones; here each class has its share, rounded.

    Args:
        real_labels: integers [n], of a split.
        num: number of samples.
    """
    # The middles of `num` equal parts of the sorted labels; mixed, since scores of
    # parts of the samples want all classes in each.
    parts = (np.arange(num) + 0.5) * (len(real_labels) / num)
    labels = np.sort(np.asarray(real_labels, np.int64))[parts.astype(np.int64)]
    return np.random.default_rng(0).permutation(labels)
