import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.metrics import inception_score

PROBABILITIES = (
    np.random.default_rng(0).dirichlet(np.ones(7), size=103).astype("float32")
)


def restated(p, splits):
    scores = []
    for i in range(splits):
        part = p[i * len(p) // splits : (i + 1) * len(p) // splits]
        part = part.astype("float64")
        divergence = part * (np.log(part) - np.log(part.mean(axis=0, keepdims=True)))
        scores.append(np.exp(np.mean(divergence.sum(axis=1))))
    return np.mean(scores), np.std(scores)


@pytest.mark.parametrize("splits", [1, 4, 10])
def test_it_agrees_with_its_formula(splits):
    score = inception_score.score(PROBABILITIES, splits=splits)
    mean, deviation = restated(PROBABILITIES, splits)
    assert_allclose(score["inception_score"], mean, rtol=1e-6)
    assert_allclose(score["inception_score_std"], deviation, rtol=1e-4, atol=1e-6)


def test_sure_samples_of_all_classes_score_their_number():
    sure = np.eye(5)[np.arange(100) % 5]
    assert_allclose(inception_score.score(sure).value, 5)


def test_a_collapsed_or_doubtful_generator_scores_one():
    assert_allclose(inception_score.score(np.eye(5)[np.zeros(50, int)]).value, 1)
    assert_allclose(inception_score.score(np.full((50, 5), 0.2)).value, 1)


def test_the_order_counts():
    # Sorted by class, each split holds one class only.
    ordered = np.eye(5)[np.arange(100) // 20]
    assert_allclose(inception_score.score(ordered, splits=5).value, 1)


def test_errors_are_in_words():
    with pytest.raises(ValueError, match=r"`splits` must.* 5\. Received: 10"):
        inception_score.score(PROBABILITIES[:5])
    with pytest.raises(
        ValueError, match=r"must hold nonnegative.*softmax first.*least -1"
    ):
        inception_score.score(np.array([[2.0, -1.0]]), splits=1)


def test_the_callers_array_stays_as_it_was():
    p = np.full((20, 4), 0.2501)
    before = p.copy()
    inception_score.score(p)
    assert_array_equal(p, before)
