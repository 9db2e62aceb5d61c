"""One step of section 5 of Salimans et al. (2016), by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from numpy.testing import assert_allclose

from tests import toys
from tests.toys import scalar_networks
from tfgan_zoo.losses import semi_supervised
from tfgan_zoo.objectives import SemiSupervisedGAN

RATE = 0.1


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("feature_matching", [True, False])
def test_one_step_by_hand(feature_matching):
    v, w, b = 1.3, np.array([0.7, -0.2, 0.4]), -0.4  # The logits are w_k v x.
    few, labels = np.array([[0.5], [-1.0]], np.float32), np.array([2, 0])
    many = np.array([[1.0], [2.0]], np.float32)
    generator, _ = scalar_networks(1, b)
    images = keras.Input((1,))
    feature = layers.Dense(1, use_bias=False, name="features")(images)
    discriminator = keras.Model(images, layers.Dense(3, use_bias=False)(feature))
    discriminator.set_weights([np.array([[v]]), w[None]])
    gan = SemiSupervisedGAN(
        generator,
        discriminator,
        unsupervised_weight=0.5,
        feature_matching=feature_matching,
    )
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    gan.train_step(((tf.constant(few), tf.constant(labels)), tf.constant(many)))

    def probabilities(x):
        odds = np.exp(w * v * x)
        return odds / odds.sum(), np.log(odds.sum())

    # Slopes with respect to the logits l = w v x, one row for each image.
    rows, xs = [], []
    for x, y in zip(few[:, 0], labels, strict=True):
        rows.append((probabilities(x)[0] - np.eye(3)[y]) / 2)
        xs.append(x)
    for x in many[:, 0]:
        p, s = probabilities(x)
        rows.append(-0.5 * sigmoid(-s) * p / 2)
        xs.append(x)
    p, s = probabilities(b)
    rows.append(0.5 * sigmoid(s) * p)
    xs.append(b)
    rows, xs = np.array(rows), np.array(xs)
    v, w = v - RATE * np.sum(rows @ w * xs), w - RATE * v * xs @ rows
    if feature_matching:
        slope = -2 * v**2 * (many.mean() - b)
    else:  # Of -log D(b), D = sigmoid(s): the discriminator is the one after its step.
        p, s = probabilities(b)
        slope = -sigmoid(-s) * v * p @ w
    b = b - RATE * slope
    assert_allclose(discriminator.get_weights()[0], [[v]], atol=1e-6)
    assert_allclose(discriminator.get_weights()[1], [w], atol=1e-6)
    assert_allclose(generator.get_weights()[0], [b], atol=1e-6)


def test_realness_is_the_logit_of_not_fake():
    logits = np.array(
        [[1.0, -2.0, 0.5], [800.0, -800.0, 0.0], [-900.0, -900.0, -901.0]]
    )
    s = np.array(semi_supervised.realness(tf.constant(logits)))
    assert_allclose(s[1:], [800, -900 + np.log(2 + np.exp(-1))])
    # The probabilities of K + 1 classes, of which the last has the logit 0.
    every = np.concatenate([logits, np.zeros((3, 1))], axis=1)
    every = np.exp(every - every.max(axis=1, keepdims=True))
    every /= every.sum(axis=1, keepdims=True)
    assert_allclose(tf.sigmoid(s), 1 - every[:, -1], atol=1e-12)


def test_the_class_loss_is_the_cross_entropy():
    logits = np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32)
    labels = np.array([0, 2, 1, 1, 0])
    expected = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    assert_allclose(
        semi_supervised.class_loss(logits, np.eye(3, dtype=np.float32)[labels]),
        expected(labels, logits),
        atol=1e-6,
    )


def test_a_label_out_of_range_is_named():
    gan = toys.compiled(SemiSupervisedGAN)  # Three classes.
    points = tf.zeros((4, 2))
    batch = ((points, tf.constant([0, 1, 3, 2])), points)
    data = tf.data.Dataset.from_tensors(batch).repeat()
    with pytest.raises(ValueError, match=r"^`labels` are outside of 0 \.\. 2"):
        toys.fit(gan, data, 1)


def test_the_classifier_follows_the_discriminator():
    gan = toys.compiled(SemiSupervisedGAN, classifier_decay=0.5)
    start = [np.array(w) for w in gan.discriminator.weights]
    toys.fit(gan, toys.point_data(8, SemiSupervisedGAN), 1)
    for mean, first, now in zip(
        gan.classifier.weights, start, gan.discriminator.weights, strict=True
    ):
        # After step 0 a tenth of the past is kept.
        assert_allclose(mean, 0.1 * first + 0.9 * np.array(now), atol=1e-6)
