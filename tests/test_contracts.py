"""What every objective must keep; new ones are found and tested by themselves."""

import functools
import inspect
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

import pipelines
from tests import toys
from tfgan_zoo import objectives
from tfgan_zoo.callbacks import Checkpoints
from tfgan_zoo.layers import Noise
from tfgan_zoo.training import AdversarialModel

OBJECTIVES = [getattr(objectives, name) for name in objectives.__all__]
HOOKS = {
    "generate",
    "discriminator_loss",
    "generator_loss",
    "discriminate",
    "judged",
    "with_judged",
    "scores",
    "products",
    "train_discriminator",
    "train_generator",
    "train_step",
}
BATCH = 40


@pytest.fixture(scope="module", params=OBJECTIVES, ids=lambda kind: kind.__name__)
def objective(request):
    """Every objective; all tests of one before those of the next."""
    return request.param


class Trained(NamedTuple):
    """A model after six steps, shared by tests that only look at it.

    Attributes:
        gan: the model.
        before: weights of both players at the start.
        saved: the folder of the save that it made after step 4, and went on.
    """

    gan: AdversarialModel
    before: tuple
    saved: Path


@pytest.fixture(scope="module")
def trained(objective, tmp_path_factory):
    saved = tmp_path_factory.mktemp("saved")
    gan = toys.compiled(objective, optimizer=adam)
    before = weights(gan.generator), weights(gan.discriminator)
    checkpoints = Checkpoints(saved, every=4)
    toys.fit(gan, toys.point_data(BATCH, objective), 6, callbacks=[checkpoints])
    for file in saved.glob("step-6.*"):
        file.unlink()  # As if the process had been killed before its end.
    return Trained(gan, before, saved)


def adam():
    return keras.optimizers.Adam(1e-3, beta_1=0.5)


def weights(network):
    return [np.array(v) for v in network.trainable_variables]


def differ(before, after):
    return [not np.array_equal(a, b) for a, b in zip(before, after, strict=True)]


def test_fit_moves_both_players(trained):
    gan, before, _ = trained
    assert all(differ(before[0], weights(gan.generator)))
    assert any(differ(before[1], weights(gan.discriminator)))
    assert int(gan.step) == 6


def test_resume_is_bit_equal(objective, trained):
    again = toys.compiled(objective, optimizer=adam)
    step = Checkpoints(trained.saved).restore(again)
    assert step == 4
    toys.fit(again, toys.point_data(BATCH, objective, start_step=step), 2)
    for expected, actual in zip(
        toys.state(trained.gan), toys.state(again), strict=True
    ):
        assert_array_equal(actual, expected)


def test_the_weights_can_be_saved_after_fit(objective, trained, tmp_path):
    trained.gan.save_weights(tmp_path / "gan.weights.h5")
    other = toys.compiled(objective, optimizer=adam)
    other.load_weights(tmp_path / "gan.weights.h5")
    for expected, actual in zip(
        toys.state(trained.gan), toys.state(other), strict=True
    ):
        assert_array_equal(actual, expected)


def test_a_gan_and_its_predictions_are_samples(trained):
    gan, *_ = trained
    shape = gan.generator.inputs[0].shape[1:]
    inputs = np.random.default_rng(0).normal(size=(5, *shape)).astype(np.float32)
    samples = gan.sampler(inputs, training=False)
    assert_array_equal(gan(inputs), samples)
    predicted = gan.predict(inputs, batch_size=2, verbose=0)
    assert_allclose(predicted, samples, rtol=1e-5, atol=1e-6)


def test_each_phase_leaves_the_other_player_alone(objective):
    gan = toys.compiled(objective)
    real = next(iter(toys.point_data(BATCH, objective)))
    generator, discriminator = weights(gan.generator), weights(gan.discriminator)
    tf.function(gan.train_discriminator)(real, 0)
    assert not any(differ(generator, weights(gan.generator)))
    assert any(differ(discriminator, weights(gan.discriminator)))

    discriminator = weights(gan.discriminator)
    tf.function(gan.train_generator)(real)
    assert any(differ(generator, weights(gan.generator)))
    assert not any(differ(discriminator, weights(gan.discriminator)))


def test_xla_agrees_with_the_graph_on_the_same_latents(objective, monkeypatch):
    # XLA draws other floats from the same seed, so the latents are given here.
    def latents(self, batch_size, turn):
        grid = tf.reshape(tf.range(batch_size * 4, dtype=tf.float32), (batch_size, 4))
        return tf.sin(grid + tf.cast(self.step + turn, tf.float32))

    def rows(self, noise):
        return tf.linspace(0.0, 1.0, tf.size(noise))

    monkeypatch.setattr(AdversarialModel, "sample_latents", latents)
    monkeypatch.setattr(Noise, "replica_rows", rows)
    states = []
    for jit_compile in (False, True):
        gan = toys.compiled(objective)
        gan.jit_compile = jit_compile
        toys.fit(gan, toys.point_data(BATCH, objective), 3)
        states.append(toys.state(gan))
    for expected, actual in zip(*states, strict=True):
        assert_allclose(actual, expected, atol=1e-5)


def test_two_replicas_equal_one(objective, two_replicas):
    """Step by step, and several of them in one call."""

    # SGD with a small rate: Adam would hide a wrong scale of the loss.
    def sgd():
        return keras.optimizers.SGD(0.005)

    one = toys.compiled(objective, optimizer=sgd)
    with two_replicas.scope():
        two = toys.compiled(objective, optimizer=sgd)
    for step, steps_per_execution in ((0, 1), (8, 8)):
        two.steps_per_execution = steps_per_execution
        two.make_train_function(force=True)
        load = functools.partial(toys.point_data, BATCH, objective, start_step=step)
        toys.fit(one, load(), 8)
        logs = toys.fit(two, pipelines.distribute(load, two_replicas), 8).history
        assert int(two.step.numpy()) == step + 8
        for expected, actual in zip(toys.state(one), toys.state(two), strict=True):
            assert_allclose(actual, expected, atol=1e-6)
        for metric in one.metrics:
            assert_allclose(logs[metric.name][-1], metric.result(), atol=1e-5)


def test_replicas_draw_their_share_of_the_same_noise(objective, two_replicas):
    one = toys.compiled(objective)
    expected = one.sample_latents(6, turn=1)
    with two_replicas.scope():
        two = toys.compiled(objective)
    shares = two_replicas.run(lambda: two.sample_latents(3, turn=1))
    shares = np.stack(two_replicas.experimental_local_results(shares))
    assert not np.array_equal(shares[0], shares[1])
    assert_array_equal(shares.reshape(6, 4), expected)


def test_noise_differs_between_turns_and_steps(objective):
    gan = toys.compiled(objective, discriminator_steps=3)
    draws = []
    for step in range(3):
        gan.step.assign(step)
        draws += [gan.sample_latents(5, turn) for turn in range(4)]
    assert len(np.unique(np.stack(draws), axis=0)) == len(draws)


@pytest.mark.parametrize("steps_per_execution", [1, 4])
def test_steps_are_counted_right_where_the_data_ends(objective, steps_per_execution):
    gan = toys.compiled(objective)
    gan.steps_per_execution = steps_per_execution
    data = toys.point_data(BATCH, objective).take(5).filter(lambda *x: True)
    gan.fit(data, epochs=3, verbose=0, shuffle=False)
    assert int(gan.step.numpy()) == 15


def test_a_batch_that_the_steps_cannot_share_says_so(objective):
    gan = toys.compiled(objective, discriminator_steps=3)
    message = r"10 examples, which 3 discriminator steps cannot share.*\(10, \d\)"
    with pytest.raises(ValueError, match=message):
        toys.fit(gan, toys.point_data(10, objective), 1)


def test_a_batch_of_another_structure_says_what_is_expected(objective):
    gan = toys.compiled(objective)
    points = tf.zeros((8, 2))
    for other, text in (
        ((points, points, points), r"\(float32\(8, 2\), float32\(8, 2\), float32"),
        ({"images": points}, r"\{'images': 'float32\(8, 2\)'\}"),
    ):
        message = rf"A batch for {objective.__name__} is .*Received: {text}"
        with pytest.raises(ValueError, match=message):
            toys.fit(gan, tf.data.Dataset.from_tensors(other).repeat(), 1)


def test_xla_on_several_replicas_is_refused(objective, two_replicas):
    with two_replicas.scope():
        gan = toys.compiled(objective)
    gan.jit_compile = True
    with pytest.raises(ValueError, match="`jit_compile` with 2 replicas"):
        toys.fit(gan, toys.distributed_point_data(two_replicas, BATCH, objective), 1)


def test_a_misspelt_argument_raises(objective):
    with pytest.raises((TypeError, ValueError), match="discriminator_step"):
        objective(*toys.point_networks(example=objective.example), discriminator_step=2)


def test_an_objective_stays_one_paper(objective):
    overridden = {
        name
        for name, value in vars(objective).items()
        if inspect.isfunction(value) and not name.startswith("__")
    }
    assert overridden <= HOOKS, f"not hooks: {overridden - HOOKS}"
    assert objective.__mro__.index(AdversarialModel) <= 2, "at most one paper between"
    source = inspect.getsource(objective)
    body = source.replace(objective.__doc__, "")
    assert body.count("\n") <= 80
