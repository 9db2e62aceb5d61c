"""What a step of descent sends between replicas."""

import tensorflow as tf

from tests import players
from tfgan_zoo.objectives import GAN


def test_gradients_are_added_up_over_replicas_once(two_replicas, monkeypatch):
    with two_replicas.scope():
        gan = players.compiled(GAN)
    sent, all_reduce = [], tf.distribute.ReplicaContext.all_reduce

    def counted(self, reduce_op, value, options=None):
        sent.extend(tf.nest.flatten(value))
        return all_reduce(self, reduce_op, value, options)

    monkeypatch.setattr(tf.distribute.ReplicaContext, "all_reduce", counted)
    data = players.distributed_point_data(two_replicas, 8, GAN)
    batch = next(iter(data))
    two_replicas.run(tf.function(gan.train_step), args=(batch,))
    weights = gan.generator.trainable_variables + gan.discriminator.trainable_variables
    assert len(sent) == 2 * len(weights)  # Once on each replica.
