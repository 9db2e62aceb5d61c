"""The classification accuracy score: train on generated images, test on real ones.

Ravuri and Vinyals (2019), "Classification Accuracy Score for Conditional Generative
Models", https://arxiv.org/abs/1905.10887. High is good; the accuracy of the same
classifier trained on real images is the mark to compare it with.
"""

import numpy as np

from tfgan_zoo.divergences import pair_of_points
from tfgan_zoo.metrics.result import Score
from tfgan_zoo.pixels import to_floats

NAME = "cas"
HIGHER_IS_BETTER = True


def score(
    fake_images, fake_labels, real_images, real_labels, *, classifier=None
) -> Score:
    """The accuracy on real images of a classifier that has seen generated ones.

    Args:
        fake_images: [n, ...], images or features, to train on.
        fake_labels: the labels they were generated for, integers [n].
        real_images: [m, ...], to test on.
        real_labels: integers [m].
        classifier: with scikit-learn's `fit` and `predict` on rows; by default its
            logistic regression with at most 1000 iterations.

    Returns:
        `Score` with "cas" in [0, 1].

    Raises:
        ValueError: for labels that do not fit, one class, other shapes, or values not
            finite.

    Departures: the paper trains a ResNet-50 on ImageNet; a linear classifier is enough
    for digits, and trains in seconds.
    """
    fake, real = (
        to_floats(np.asarray(x)).reshape(len(x), -1) for x in (fake_images, real_images)
    )
    fake, real = pair_of_points(fake, real, ("fake_images", "real_images"))
    fake_labels, real_labels = np.asarray(fake_labels), np.asarray(real_labels)
    for name, images, labels in (
        ("fake_labels", fake, fake_labels),
        ("real_labels", real, real_labels),
    ):
        if labels.shape != (len(images),) or labels.dtype.kind not in "iu":
            raise ValueError(
                f"`{name}` must be integers [{len(images)}], one for each image. "
                f"Received {labels.dtype} of shape {labels.shape}."
            )
    if len(np.unique(fake_labels)) < 2:
        raise ValueError(
            "`fake_labels` must hold at least 2 classes to learn to tell apart. "
            f"Received only {fake_labels[0]}."
        )
    if classifier is None:
        from sklearn.linear_model import LogisticRegression

        classifier = LogisticRegression(max_iter=1000)
    classifier.fit(fake, fake_labels)
    accuracy = np.mean(classifier.predict(real) == real_labels)
    return Score(
        {"cas": float(accuracy)},
        {
            "fake_samples": len(fake),
            "real_samples": len(real),
            "classifier": type(classifier).__name__,
        },
    )
