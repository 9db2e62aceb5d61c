"""Gradient descent whose momentum is a schedule."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.optimizers import schedules
from numpy.testing import assert_allclose

from tests import toys
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training.scheduled_momentum import ScheduledMomentum

START = [np.linspace(-1, 1, 6).reshape(2, 3), np.array([0.3])]


def rising():
    """0.5, 0.6, 0.7, 0.7, ..."""
    return schedules.PolynomialDecay(0.5, 2, 0.7)


def constant(momentum):
    return schedules.PolynomialDecay(momentum, 1, momentum)


def moved(optimizer, dtype="float32"):
    """Weights after seven steps."""
    weights = [keras.Variable(w, dtype=dtype) for w in START]
    optimizer.build(weights)
    for step in range(7):
        random = np.random.default_rng(step)
        gradients = [tf.constant(random.normal(size=w.shape), dtype) for w in START]
        optimizer.apply(gradients, weights)
    return [v.numpy() for v in weights]


def test_four_steps_by_hand():
    weight = keras.Variable([1.0])
    falling = schedules.ExponentialDecay(0.1, 1, 0.5)
    optimizer = ScheduledMomentum(falling, rising())
    optimizer.build([weight])
    w, m = 1.0, 0.0
    for step, momentum in enumerate([0.5, 0.6, 0.7, 0.7]):
        gradient = 2.0 - step
        optimizer.apply([tf.constant([gradient])], [weight])
        m = momentum * m - 0.1 * 0.5**step * gradient
        w = w + m
        assert_allclose(weight, [w], rtol=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("options", [{}, {"clipnorm": 0.5}, {"weight_decay": 0.1}])
def test_with_a_constant_momentum_it_is_keras_own(dtype, options):
    ours = moved(ScheduledMomentum(0.1, constant(0.7), **options), dtype)
    own = moved(keras.optimizers.SGD(0.1, momentum=0.7, **options), dtype)
    for one, other in zip(ours, own, strict=True):
        assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_the_schedule_matters():
    ours, own = (moved(ScheduledMomentum(0.1, m)) for m in (rising(), constant(0.5)))
    assert not np.allclose(ours[0], own[0])


def test_it_survives_its_config():
    optimizer = ScheduledMomentum(schedules.ExponentialDecay(0.1, 10, 0.5), rising())
    copy = keras.optimizers.deserialize(keras.optimizers.serialize(optimizer))
    assert type(copy) is ScheduledMomentum
    assert copy.get_config() == optimizer.get_config()
    for one, other in zip(moved(copy), moved(optimizer), strict=True):
        assert_allclose(one, other)


def test_what_is_no_schedule_is_refused():
    for momentum in (0.5, None):
        with pytest.raises(ValueError, match=r"take `keras.optimizers.SGD`.*Received"):
            ScheduledMomentum(0.1, momentum)


def test_two_replicas_of_a_gan_equal_one(two_replicas):
    def optimizer():
        return ScheduledMomentum(0.005, rising())

    one = toys.compiled(GAN, optimizer=optimizer)
    with two_replicas.scope():
        two = toys.compiled(GAN, optimizer=optimizer)
    toys.fit(one, toys.point_data(40, GAN), 5)
    toys.fit(two, toys.distributed_point_data(two_replicas, 40, GAN), 5)
    for expected, actual in zip(toys.state(one), toys.state(two), strict=True):
        assert_allclose(actual, expected, atol=1e-6)


def test_xla_moves_the_same():
    def compiled(**options):
        weights = [keras.Variable(w, dtype="float32") for w in START]
        optimizer = ScheduledMomentum(0.1, rising())
        optimizer.build(weights)
        gradients = [tf.ones(w.shape) for w in weights]
        step = tf.function(lambda *g: optimizer.apply(g, weights), **options)
        for _ in range(4):
            step(*gradients)
        return weights

    for one, other in zip(compiled(), compiled(jit_compile=True), strict=True):
        assert_allclose(one, other, rtol=1e-6)
