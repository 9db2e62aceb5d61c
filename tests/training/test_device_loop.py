"""The loop on the device: it asks for a batch before the step of the one ahead."""

import threading

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

from tests import toys
from tfgan_zoo.objectives import GAN, WGAN

STEPS = 6


class Recorded:
    """Batches and steps that say when they begin, and steps that look at the batches.

    Batch i is made when it is asked for: nothing is made ahead of the loop.
    """

    def __init__(self):
        self.made = [threading.Event() for _ in range(2 * STEPS)]
        self.ahead = []

    def batches(self):
        def make(number):
            self.made[number].set()
            return number

        options = tf.data.Options()
        options.autotune.enabled = False
        numbers = tf.data.Dataset.range(2 * STEPS)
        made = numbers.map(lambda i: tf.numpy_function(make, [i], tf.int64))
        return made.map(lambda i: tf.ensure_shape(i, ())).with_options(options)

    def step(self, number):
        """Waits for the batch after its own, for a while."""
        following = self.made[number + 1]
        self.ahead.append(following.wait(5.0))
        return np.int64(number)


class Watched(GAN):
    """Its step waits in a `Recorded`."""

    recorded = None

    def train_step(self, batch):
        number = tf.numpy_function(self.recorded.step, [batch], tf.int64)
        with tf.control_dependencies([number]):
            self.step.assign_add(1)


def test_the_next_batch_is_made_while_a_step_runs():
    gan = toys.compiled(Watched)
    gan.recorded = Recorded()
    gan.steps_per_execution = STEPS
    gan.make_train_function(force=True)
    gan.train_function(iter(gan.recorded.batches()))
    # No batch is asked for ahead of the last step of a call: a save may follow it.
    assert gan.recorded.ahead == [True] * (STEPS - 1) + [False]
    assert int(gan.step.numpy()) == STEPS


@pytest.mark.parametrize("jit_compile", [False, True])
def test_several_steps_at_once_move_the_same_bits(jit_compile):
    states = []
    for steps_per_execution in (1, 4):
        gan = toys.compiled(WGAN)
        gan.jit_compile = jit_compile
        gan.steps_per_execution = steps_per_execution
        toys.fit(gan, toys.point_data(8 * gan.discriminator_steps, WGAN), 8)
        states.append(toys.state(gan))
    for one, several in zip(*states, strict=True):
        assert_array_equal(several, one)


def test_replicas_take_all_steps_where_their_data_end(two_replicas):
    with two_replicas.scope():
        gan = toys.compiled(GAN)
    gan.steps_per_execution = 4
    # Each replica has five batches of its own, none of which is lost.
    options = tf.distribute.InputOptions(
        experimental_fetch_to_device=False,
        experimental_replication_mode=tf.distribute.InputReplicationMode.PER_REPLICA,
    )
    data = two_replicas.distribute_datasets_from_function(
        lambda context: toys.point_data(4).take(5), options
    )
    gan.fit(data, verbose=0, shuffle=False)
    assert int(gan.step.numpy()) == 5
