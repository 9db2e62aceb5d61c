import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import Dropout

ONES = np.ones((200, 50), np.float32)


def test_it_keeps_the_mean_and_zeroes_the_rate():
    outputs = np.array(Dropout(0.3, seed=1)(ONES, training=True))
    assert_allclose(np.mean(outputs == 0), 0.3, atol=0.02)
    assert_allclose(outputs[outputs != 0], 1 / 0.7, rtol=1e-6)


def test_it_rests_outside_of_training():
    assert_array_equal(Dropout(0.3)(ONES), ONES)


def test_every_call_draws_another_mask():
    layer = Dropout(0.5, seed=1)
    first, second = layer(ONES, training=True), layer(ONES, training=True)
    assert not np.array_equal(first, second)


def test_the_mask_follows_from_the_saved_counter():
    first, second = Dropout(0.5, seed=1), Dropout(0.5, seed=1)
    for _ in range(3):
        first(ONES, training=True)
    second.build(ONES.shape)
    second.set_weights(first.get_weights())
    assert_array_equal(first(ONES, training=True), second(ONES, training=True))


def test_replicas_draw_different_masks(two_replicas):
    with two_replicas.scope():
        layer = Dropout(0.5, seed=1)
        layer.build(ONES.shape)
    step = tf.function(lambda: two_replicas.run(lambda: layer(ONES, training=True)))
    masks = [np.array(m) for m in two_replicas.experimental_local_results(step())]
    again = [np.array(m) for m in two_replicas.experimental_local_results(step())]
    assert len(np.unique(np.stack(masks + again), axis=0)) == 4


def test_it_survives_its_config():
    config = Dropout(0.3, seed=4, name="d").get_config()
    assert Dropout.from_config(config).get_config() == config


@pytest.mark.parametrize("rate", [-0.1, 1.0])
def test_a_rate_outside_of_zero_and_one_is_refused(rate):
    with pytest.raises(ValueError, match=r"`rate` is in \[0, 1\)"):
        Dropout(rate)


def test_half_precision_stays_half():
    layer = Dropout(0.5, dtype="mixed_float16")
    assert layer(keras.ops.cast(ONES, "float16"), training=True).dtype == tf.float16


def test_at_test_it_is_active_and_repeats_and_counts_nothing():
    layer = Dropout(0.5, seed=1, at_test=True)
    first = np.array(layer(ONES))
    assert_allclose(np.mean(first == 0), 0.5, atol=0.02)
    assert_array_equal(layer(ONES), first)
    assert int(layer.calls) == 0


def test_at_test_every_training_call_still_draws_another_mask():
    layer = Dropout(0.5, seed=1, at_test=True)
    masks = [layer(ONES, training=True) for _ in range(2)] + [layer(ONES)]
    assert len(np.unique(np.stack(masks), axis=0)) == 3
    assert int(layer.calls) == 2
