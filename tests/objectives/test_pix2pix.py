"""One step of equation 4 of Isola et al. (2017), by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from numpy.testing import assert_allclose

from tests import toys
from tests.toys import Bias
from tfgan_zoo.objectives import Pix2Pix

RATE = 0.01


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize(
    ("l1_weight", "l2_weight", "gan_weight"),
    [(100, 0, 1), (0, 0, 1), (100, 0, 0), (0, 100, 1), (0, 100, 0), (10, 5, 1)],
)
def test_one_step_by_hand(l1_weight, l2_weight, gan_weight):
    u, w, b = 0.5, 0.7, -0.4  # The logit is u x + w y, the output b.
    x = np.array([[1.0], [2.0], [-0.5]], np.float32)
    y = np.array([[0.1], [-1.0], [0.3]], np.float32)
    sources, targets = keras.Input((1,), name="sources"), keras.Input((1,))
    generator = keras.Model(sources, Bias()(sources))
    joined = layers.Concatenate()([sources, targets])
    logits = layers.Dense(1, use_bias=False)(joined)
    discriminator = keras.Model([sources, targets], logits)
    generator.set_weights([np.array([b])])
    discriminator.set_weights([np.array([[u], [w]])])
    weights = {"l1_weight": l1_weight, "l2_weight": l2_weight, "gan_weight": gan_weight}
    gan = Pix2Pix(generator, discriminator, **weights)
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    gan.train_step((tf.constant(x), tf.constant(y)))
    names = [metric.name for metric in gan.metrics]
    assert ("l2_loss" in names) == bool(l2_weight)
    if l2_weight:
        assert_allclose(gan.l2_meter.result(), np.mean((y - b) ** 2), rtol=1e-6)

    real, fake = -sigmoid(-(u * x + w * y)), sigmoid(u * x + w * b)
    u, w = (
        u - RATE * np.mean(real * x + fake * x) / 2,
        w - RATE * np.mean(real * y + fake * b) / 2,
    )
    adversarial = np.mean(-w * sigmoid(-(u * x + w * b)))
    distances = l1_weight * np.sign(y - b) + l2_weight * 2 * (y - b)
    b = b - RATE * (gan_weight * adversarial - np.mean(distances))
    assert_allclose(discriminator.get_weights()[0], [[u], [w]], atol=1e-6)
    assert_allclose(generator.get_weights()[0], [b], atol=1e-6)


def test_images_without_a_source_are_refused():
    gan = toys.compiled(Pix2Pix)
    with pytest.raises(ValueError, match=r"Pix2Pix is \(sources, targets\).*\(8, 2\)"):
        toys.fit(gan, toys.point_data(8), 1)
