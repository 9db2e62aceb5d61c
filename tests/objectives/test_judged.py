"""The judged part of an example: where a slope is taken, for every objective."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tests import toys
from tfgan_zoo import objectives
from tfgan_zoo.objectives import Pix2Pix, SemiSupervisedGAN
from tfgan_zoo.penalties import gradient

OBJECTIVES = [getattr(objectives, name) for name in objectives.__all__]
every_objective = pytest.mark.parametrize("objective", OBJECTIVES)


def r1(gan, example):
    """E[||grad D||^2] with respect to the judged part of an example."""
    return gradient.zero_centered(
        lambda images: gan.discriminate(gan.with_judged(example, images)),
        gan.judged(example),
    )


def test_r1_of_a_pair_is_the_slope_at_the_target():
    # D(x, y) = 5 y: the slope at the source is 0, that at the target 5.
    sources, targets = keras.Input((1,), name="sources"), keras.Input((1,))
    scores = keras.layers.Dense(1, use_bias=False)(
        keras.layers.Concatenate()([sources, targets])
    )
    discriminator = keras.Model([sources, targets], scores)
    discriminator.set_weights([np.array([[0.0], [5.0]])])
    generator = keras.Model(sources, keras.layers.Dense(1)(sources))
    gan = Pix2Pix(generator, discriminator)
    pair = tf.constant([[1.0], [2.0]]), tf.constant([[3.0], [4.0]])
    assert_allclose(r1(gan, pair), 25)


@every_objective
def test_the_judged_part_can_be_replaced(objective):
    gan = toys.compiled(objective)
    real = next(iter(toys.point_data(8, objective)))
    fake = gan.generate(real, 0)
    for example in (real, fake):
        judged = gan.judged(example)
        assert judged.shape == (8, 2)
        same = gan.with_judged(example, judged)
        tf.nest.assert_same_structure(same, example)
        assert_array_equal(gan.judged(gan.with_judged(example, judged + 1)), judged + 1)
        others = [
            a is b
            for a, b in zip(
                tf.nest.flatten(same), tf.nest.flatten(example), strict=True
            )
        ]
        assert all(others)


@every_objective
def test_examples_have_one_score_each(objective):
    gan = toys.compiled(objective)
    real = next(iter(toys.point_data(8, objective)))
    scores = gan.scores(real, gan.generate(real, 0))
    assert [score.shape for score in scores] == [(8,), (8,)]
    for score in scores:
        assert np.isfinite(score).all()


def test_patches_are_averaged_and_classes_are_summed():
    source, target = keras.Input((4, 4, 1)), keras.Input((4, 4, 1))
    maps = keras.Model([source, target], target + 0 * source)
    generator = keras.Model(source, source)
    images = tf.reshape(tf.range(32.0), (2, 4, 4, 1))
    real, fake = Pix2Pix(generator, maps).scores((images, images), (images, -images))
    assert_allclose(real, [7.5, 23.5])
    assert_allclose(fake, [-7.5, -23.5])

    gan = toys.compiled(SemiSupervisedGAN)
    batch = next(iter(toys.point_data(8, SemiSupervisedGAN)))
    scores, _ = gan.scores(batch, batch[1])
    logits = gan.discriminate(batch[1]).numpy()
    assert_allclose(scores, np.log(np.exp(logits).sum(axis=1)), atol=1e-5)


def test_each_part_of_a_loss_has_a_curve():
    parts = {
        "WGANGP": {"wasserstein_estimate", "gradient_penalty"},
        "Pix2Pix": {"l1_loss", "adversarial_loss"},
        "SemiSupervisedGAN": {"supervised_loss", "unsupervised_loss"},
    }
    for name, meters in parts.items():
        gan = toys.compiled(getattr(objectives, name))
        data = toys.point_data(40, type(gan))
        history = {k: v[-1] for k, v in toys.fit(gan, data, 1).history.items()}
        assert meters <= set(history)
        whole = {
            "WGANGP": lambda h: (
                10 * h["gradient_penalty"] - h["wasserstein_estimate"],
                h["discriminator_loss"],
            ),
            "Pix2Pix": lambda h: (
                h["adversarial_loss"] + 100 * h["l1_loss"],
                h["generator_loss"],
            ),
            "SemiSupervisedGAN": lambda h: (
                h["supervised_loss"] + h["unsupervised_loss"],
                h["discriminator_loss"],
            ),
        }[name](history)
        assert_allclose(*whole, rtol=1e-5)
