"""What a step of descent sends between replicas, and what they agree on."""

import functools

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tests import toys
from tfgan_zoo.objectives import GAN
from tfgan_zoo.training import optimization


def test_gradients_are_added_up_over_replicas_once(two_replicas, monkeypatch):
    with two_replicas.scope():
        gan = toys.compiled(GAN)
    sent, all_reduce = [], tf.distribute.ReplicaContext.all_reduce

    def counted(self, reduce_op, value, options=None):
        sent.extend(tf.nest.flatten(value))
        return all_reduce(self, reduce_op, value, options)

    monkeypatch.setattr(tf.distribute.ReplicaContext, "all_reduce", counted)
    data = toys.distributed_point_data(two_replicas, 8, GAN)
    batch = next(iter(data))
    two_replicas.run(tf.function(gan.train_step), args=(batch,))
    weights = gan.generator.trainable_variables + gan.discriminator.trainable_variables
    assert len(sent) == 2 * len(weights)  # Once on each replica.


@pytest.mark.parametrize("clip", ["clipnorm", "global_clipnorm", "clipvalue"])
def test_replicas_clip_what_they_have_added_up(clip, two_replicas):
    def build():
        # Below what any gradient here is.
        sgd = functools.partial(keras.optimizers.SGD, 1.0, **{clip: 1e-2})
        return toys.compiled(GAN, optimizer=sgd)

    for expected, actual in toys.on_one_device_and_on(two_replicas, build, 3):
        assert_allclose(actual, expected, atol=1e-6)


def test_an_infinite_gradient_of_one_replica_stops_all(two_replicas):
    with two_replicas.scope():
        player = toys.dense(1, seed=1)
        player.build((None, 2))
        optimizer = keras.mixed_precision.LossScaleOptimizer(keras.optimizers.SGD(0.1))
        optimizer = optimization.prepare(optimizer, player)

    @tf.function
    def step(spoilt):
        """Only the second replica's gradient is infinite, if spoilt."""

        def on_replica():
            here = tf.distribute.get_replica_context().replica_id_in_sync_group
            infinite = tf.logical_and(spoilt, tf.equal(here, 1))
            x = tf.where(infinite, np.inf, [[1.0, 2.0]])
            optimization.minimize(lambda: tf.reduce_mean(player(x)), player, optimizer)

        two_replicas.run(on_replica)

    def states():
        """Of weights and the optimizer on each replica."""
        variables = [*player.weights, *optimizer.variables]
        mirrored = [two_replicas.experimental_local_results(v.value) for v in variables]
        replicas = zip(*mirrored, strict=True)
        copies = [[np.array(v) for v in replica] for replica in replicas]
        for one, other in zip(*copies, strict=True):
            assert_array_equal(one, other)
        return copies[0][: len(player.weights)], float(
            np.array(optimizer.dynamic_scale)
        )

    before, scale = states()
    step(tf.constant(True))
    after, halved = states()
    assert halved == scale / 2
    for weight, stayed in zip(before, after, strict=True):
        assert_array_equal(stayed, weight)
    step(tf.constant(False))
    moved, _ = states()
    # Down the mean of x, which is that of each replica.
    np.testing.assert_allclose(moved[0], before[0] - [[0.1], [0.2]], rtol=1e-6)
