"""What users of `keras.Model` try first."""

import functools
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal

import tfgan_zoo as zoo

IMAGES = np.zeros((8, 8, 8, 1), np.float32)


@pytest.fixture(scope="module")
def gan():
    return zoo.recipes.gan.build((8, 8, 1), seed=0, width=4)


@pytest.mark.parametrize(
    ("act", "instead"),
    [
        (lambda gan, file: gan.evaluate(IMAGES), "zoo.Evaluation"),
        (lambda gan, file: gan.save(file), "zoo.export.save"),
        (lambda gan, file: gan.export(file), "zoo.export.save"),
        (lambda gan, file: gan.fit(IMAGES, validation_data=IMAGES), "zoo.Evaluation"),
        (lambda gan, file: gan.fit(IMAGES, validation_split=0.5), "zoo.Evaluation"),
        (lambda gan, file: gan.fit(IMAGES, None, 4, 1, 0, None, 0.5), "zoo.Evaluation"),
    ],
)
def test_what_is_not_there_names_what_is(act, instead, gan, tmp_path):
    with pytest.raises(NotImplementedError, match=instead):
        act(gan, tmp_path / "gan.keras")
    assert int(gan.step) == 0  # It is said before the first step.
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    "callback",
    [
        keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 10),
        keras.callbacks.ReduceLROnPlateau(
            "generator_loss", 0.1, 0, mode="min", min_delta=1e6
        ),
    ],
)
def test_callbacks_change_the_learning_rates_of_both_players(callback):
    gan = zoo.recipes.gan.build((8, 8, 1), seed=0, width=4)
    gan.compile(keras.optimizers.SGD(0.01), keras.optimizers.SGD(0.04))
    options = {"batch_size": 8, "epochs": 2, "verbose": 0}
    history = gan.fit(IMAGES, callbacks=[callback], **options)
    rates = [
        float(optimizer.learning_rate)
        for optimizer in (gan.generator_optimizer, gan.discriminator_optimizer)
    ]
    assert rates[1] == pytest.approx(4 * rates[0])
    assert rates[0] < 0.002
    assert len(history.history["learning_rate"]) == 2


def test_a_learning_rate_that_follows_a_schedule_is_not_set():
    gan = zoo.recipes.gan.build((8, 8, 1), seed=0, width=4)
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)
    gan.compile(keras.optimizers.SGD(schedule), keras.optimizers.SGD(0.1))
    with pytest.raises(TypeError, match="LearningRateSchedule"):
        gan.optimizer.learning_rate = 0.1


class Act(keras.callbacks.Callback):
    """Does something at the end of the third step."""

    def __init__(self, act):
        super().__init__()
        self.act = act

    def on_train_batch_end(self, batch, logs=None):
        if batch == 2:
            self.act(self.model)


def fail(gan):
    raise ArithmeticError


def test_no_message_is_glued_to_the_progress_bar(gan, capsys):
    batches = tf.data.Dataset.from_tensors(IMAGES).repeat(9)
    gan.fit(batches, shuffle=False)
    of_the_bar = capsys.readouterr().out.count("\n")
    warn = functools.partial(warnings.warn, "slow", stacklevel=1)
    with pytest.warns(UserWarning, match="slow"):
        gan.fit(batches, callbacks=[Act(lambda gan: warn())], shuffle=False)
    assert capsys.readouterr().out.count("\n") == of_the_bar + 1
    with pytest.raises(ArithmeticError):
        gan.fit(batches, callbacks=[Act(fail)], shuffle=False)
    assert capsys.readouterr().out.endswith("\n")


def test_the_bar_of_a_stopped_training_stays_where_it_is(gan, capsys):
    def stop(gan):
        gan.stop_training = True

    batches = tf.data.Dataset.from_tensors(IMAGES).repeat(9)
    gan.fit(batches, callbacks=[Act(stop)], shuffle=False)
    out = capsys.readouterr().out
    assert "3/9" in out or "1/9" in out  # It is drawn every 50 ms.
    assert "9/9" not in out
    assert out.endswith("\n")


def test_the_averaged_generator_is_sampled():
    gan = zoo.recipes.dcgan.build((16, 16, 1), seed=0, width=4)
    average = zoo.GeneratorAverage()
    gan.compile(
        keras.optimizers.SGD(), keras.optimizers.SGD(), generator_average=average
    )
    average.generator.set_weights([w + 0.1 for w in gan.generator.get_weights()])
    z = np.ones((2, gan.latent_dim), np.float32)
    assert_array_equal(gan(z), average.generator(z, training=False))
    assert np.any(gan(z) != gan.generator(z, training=False))


def test_labels_and_bytes_are_taken():
    gan = zoo.recipes.cgan.build((8, 8, 1), num_classes=3, seed=0, width=12)
    z, labels = np.ones((3, gan.latent_dim), np.float32), np.arange(3)
    samples = gan.generator((z, labels), training=False)
    assert_array_equal(gan((z, labels)), samples)
    np.testing.assert_allclose(gan.predict((z, labels), verbose=0), samples, atol=1e-6)

    gan = zoo.recipes.pix2pix.build((32, 32, 1), seed=0, width=4)
    assert gan.predict(np.full((1, 32, 32, 1), 255, np.uint8), verbose=0).max() <= 1
    keras.utils.set_random_seed(0)  # Its dropout is always on.
    given = np.full((1, 32, 32, 1), 255, np.uint8)
    assert gan(given).shape == given.shape


def test_a_gan_that_was_not_compiled_is_sampled():
    gan = zoo.recipes.gan.build((8, 8, 1), seed=0, width=4)
    again = zoo.GAN(gan.generator, gan.discriminator)
    z = np.ones((2, gan.latent_dim), np.float32)
    assert_array_equal(again(z), gan(z))
