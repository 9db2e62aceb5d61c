import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import Dropout, GaussianNoise, InstanceNoise, Noise

ZEROS = np.zeros((200, 50), np.float32)
MAKERS = {
    "dropout": lambda **kwargs: Dropout(0.5, **kwargs),
    "gaussian": lambda **kwargs: GaussianNoise(0.3, **kwargs),
    "instance": lambda **kwargs: InstanceNoise(0.3, 10, **kwargs),
}
every_noise = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


def draw(layer):
    return layer(ZEROS + 1, training=True)


def test_gaussian_noise_has_its_mean_and_deviation():
    noise = np.array(GaussianNoise(0.3, seed=1)(ZEROS, training=True))
    assert_allclose(noise.mean(), 0, atol=0.01)
    assert_allclose(noise.std(), 0.3, rtol=0.02)
    assert_allclose(np.mean(np.abs(noise) < 0.3), 0.6827, atol=0.01)


@every_noise
def test_noise_rests_outside_of_training(make):
    layer = make()
    assert_array_equal(layer(ZEROS + 1), ZEROS + 1)
    assert int(layer.calls) == 0


@every_noise
def test_every_call_and_every_seed_draws_other_noise(make):
    layer = make(seed=1)
    noises = [draw(layer), draw(layer), draw(make(seed=2)), draw(make())]
    assert len(np.unique(np.stack(noises), axis=0)) == 4
    assert int(layer.calls) == 2


@every_noise
def test_the_noise_follows_from_the_saved_counter(make, tmp_path):
    model, other = (keras.Sequential([make(seed=1)]) for _ in range(2))
    for _ in range(3):
        draw(model)
    other.build(ZEROS.shape)
    model.save_weights(tmp_path / "noise.weights.h5")
    other.load_weights(tmp_path / "noise.weights.h5")
    assert_array_equal(draw(model), draw(other))


@every_noise
def test_the_counter_is_a_weight_named_calls(make):
    (calls,) = [w for w in make().weights if w.name == "calls"]
    assert calls.dtype == "int64"
    assert not calls.trainable


@every_noise
def test_replicas_draw_different_noise(make, two_replicas):
    with two_replicas.scope():
        layer = make(seed=1)
    run = tf.function(lambda: two_replicas.run(draw, args=(layer,)))
    noises = [two_replicas.experimental_local_results(run()) for _ in range(2)]
    noises = [np.array(noise) for pair in noises for noise in pair]
    assert len(np.unique(np.stack(noises), axis=0)) == 4
    assert_array_equal(
        two_replicas.experimental_local_results(layer.calls.value), [2, 2]
    )


def test_a_global_seed_is_the_same_on_every_replica(two_replicas):
    def rows(layer):
        seed = layer.global_seed()
        draws = tf.random.stateless_uniform([layer.global_size(3)], seed)
        return layer.replica_rows(draws)

    with two_replicas.scope():
        layer = Noise(seed=1)
    run = tf.function(lambda: two_replicas.run(rows, args=(layer,)))
    shares = two_replicas.experimental_local_results(run())
    alone = Noise(seed=1)
    whole = tf.random.stateless_uniform([6], alone.global_seed())
    assert_array_equal(np.concatenate(shares), whole)


def test_noise_outside_of_replicas_is_that_of_the_first(two_replicas):
    with two_replicas.scope():
        inside = Dropout(0.5, seed=1, at_test=True)(ZEROS + 1)
    assert_array_equal(inside, Dropout(0.5, seed=1, at_test=True)(ZEROS + 1))


@pytest.mark.parametrize("kind", [GaussianNoise, lambda s: InstanceNoise(s, 10)])
def test_a_negative_deviation_is_refused(kind):
    with pytest.raises(ValueError, match=r"`stddev` is at least 0\. Received: -0\.1"):
        kind(-0.1)
