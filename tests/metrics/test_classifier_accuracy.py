import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from tfgan_zoo.metrics import classifier_accuracy

DIGITS = load_digits()
IMAGES = (DIGITS.images / 8 - 1)[..., None].astype("float32")
LABELS = DIGITS.target
TEST = IMAGES[1500:], LABELS[1500:]


def test_it_agrees_with_scikit_learn():
    score = classifier_accuracy.score(IMAGES[:300], LABELS[:300], *TEST)
    fitted = LogisticRegression(max_iter=1000).fit(
        IMAGES[:300].reshape(300, -1), LABELS[:300]
    )
    assert score["cas"] == fitted.score(TEST[0].reshape(297, -1), TEST[1])
    assert score.protocol["classifier"] == "LogisticRegression"


def test_wrong_labels_teach_nothing():
    wrong = np.random.default_rng(0).permutation(LABELS[:300])
    classifier = KNeighborsClassifier(5)
    good = classifier_accuracy.score(
        IMAGES[:300], LABELS[:300], *TEST, classifier=classifier
    )
    bad = classifier_accuracy.score(IMAGES[:300], wrong, *TEST, classifier=classifier)
    assert good["cas"] > 0.85
    assert bad["cas"] < 0.3


def test_a_class_that_is_not_generated_is_not_known():
    kept = LABELS[:500] < 5
    score = classifier_accuracy.score(IMAGES[:500][kept], LABELS[:500][kept], *TEST)
    assert score["cas"] <= np.mean(TEST[1] < 5)


def test_errors_are_in_words():
    with pytest.raises(ValueError, match=r"`fake_labels` must be integers \[300\]"):
        classifier_accuracy.score(IMAGES[:300], LABELS[:299], *TEST)
    with pytest.raises(
        ValueError, match=r"`real_labels` must be integers \[297\].*flo"
    ):
        classifier_accuracy.score(IMAGES, LABELS, TEST[0], TEST[1] / 2)
    with pytest.raises(ValueError, match=r"at least 2 classes.*only 0"):
        classifier_accuracy.score(IMAGES[:9], np.zeros(9, int), *TEST)
    with pytest.raises(ValueError, match=r"`fake_images` and `real_images`.*16 and 64"):
        classifier_accuracy.score(IMAGES[:, :2, :], LABELS, *TEST)
