import numpy as np
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import RandomInterpolation

RANDOM = np.random.default_rng(0)
REAL = RANDOM.normal(size=(8, 4, 4, 2)).astype(np.float32)
FAKE = RANDOM.normal(size=(8, 4, 4, 2)).astype(np.float32)


def alphas(real, fake, mixed):
    return (np.array(mixed) - fake) / (real - fake)


def test_each_example_has_its_own_point_on_the_line():
    alpha = alphas(REAL, FAKE, RandomInterpolation(seed=1)(REAL, FAKE))
    each = np.median(alpha, axis=(1, 2, 3))
    assert_allclose(alpha, each[:, None, None, None] + 0 * alpha, atol=1e-2)
    assert len(np.unique(each)) == 8
    assert np.all((each >= 0) & (each < 1))


def test_alpha_is_uniform_and_weighs_the_real_example():
    ones, zeros = np.ones((20000, 1)), np.zeros((20000, 1))
    layer = RandomInterpolation(seed=1)
    alpha = np.sort(np.array(layer(ones, zeros))[:, 0])
    assert_allclose(alpha, np.linspace(0, 1, 20000), atol=0.02)
    assert not np.array_equal(layer(ones, zeros)[:, 0], alpha)


def test_the_condition_is_that_of_the_real_example():
    real_labels, fake_labels = np.arange(8), np.arange(8) + 1
    mixed, labels = RandomInterpolation(seed=1)(
        (REAL, real_labels), (FAKE, fake_labels)
    )
    assert_array_equal(labels, real_labels)
    assert_array_equal(mixed, RandomInterpolation(seed=1)(REAL, FAKE))


def test_it_goes_on_from_its_saved_counter():
    layer, other = RandomInterpolation(seed=1), RandomInterpolation(seed=1)
    layer(REAL, FAKE)
    other.set_weights(layer.get_weights())
    assert_array_equal(layer(REAL, FAKE), other(REAL, FAKE))


def test_two_replicas_draw_what_one_device_draws(two_replicas):
    with two_replicas.scope():
        layer = RandomInterpolation(seed=1)

    def shares(x):
        return two_replicas.experimental_distribute_values_from_function(
            lambda context: tf.constant(
                np.split(x, 2)[context.replica_id_in_sync_group]
            )
        )

    run = tf.function(lambda *x: two_replicas.run(layer, args=x))
    alone = RandomInterpolation(seed=1)
    for _ in range(2):
        parts = two_replicas.experimental_local_results(run(shares(REAL), shares(FAKE)))
        assert_allclose(np.concatenate(parts), alone(REAL, FAKE), rtol=1e-6)


def test_a_batch_of_unknown_size_is_mixed():
    layer = RandomInterpolation(seed=1)
    spec = tf.TensorSpec((None, 4, 4, 2))
    mixed = tf.function(lambda r, f: layer(r, f), input_signature=[spec, spec])
    assert_array_equal(mixed(REAL, FAKE), RandomInterpolation(seed=1)(REAL, FAKE))


def test_images_keep_their_precision():
    layer = RandomInterpolation(dtype="mixed_float16")
    assert layer(REAL, FAKE).dtype == tf.float32
    assert layer(REAL.astype("float64"), FAKE.astype("float64")).dtype == tf.float64
