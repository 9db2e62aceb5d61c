import json

import keras
import numpy as np
import pytest

import tfgan_zoo as zoo
from tests import toys
from tfgan_zoo.callbacks import evaluation, metrics_log
from tfgan_zoo.layers import OneHot
from tfgan_zoo.metrics import features
from tfgan_zoo.metrics.evaluation import Samples
from tfgan_zoo.networks import cgan, dcgan
from tfgan_zoo.training import diagnosis

RNG = np.random.default_rng(0)
IMAGES = RNG.uniform(-1, 1, (40, 16, 16, 1)).astype("float32")
MEANS = features.Extractor(
    name="means of rows",
    hash="0",
    resize="none",
    function=lambda images: (images.mean(axis=(2, 3)), None),
)


def image_gan(objective=zoo.GAN):
    keras.utils.set_random_seed(0)
    shape = (16, 16, 1)
    generator = dcgan.generator(shape, latent_dim=5, width=2)
    gan = objective(generator, dcgan.discriminator(shape, width=2), seed=0)
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return gan


def image_data():
    import tensorflow as tf

    return tf.data.Dataset.from_tensors(tf.constant(IMAGES[:8])).repeat()


def callback(directory, **kwargs):
    real = Samples(MEANS, real_images=IMAGES)
    options = {"every": 2, "num": 30, "batch": IMAGES[:8], **kwargs}
    return zoo.Evaluation(directory, real, **options)


class TestEvaluation:
    def test_rows_scores_and_the_best_generator(self, tmp_path):
        gan = image_gan()
        toys.fit(gan, image_data(), 5, callbacks=[callback(tmp_path)])
        rows = metrics_log.read(tmp_path / "evaluation.csv")
        assert [row["step"] for row in rows] == [2, 4, 5]
        assert {"frechet_distance", "coverage", "separation"} <= set(rows[0])
        best = min(rows, key=lambda row: row["frechet_distance"])
        (file,) = tmp_path.glob("best-step-*.keras")
        assert file.name == f"best-step-{best['step']}.keras"
        loaded = keras.saving.load_model(file)
        assert loaded(np.zeros((2, 5))).shape == (2, 16, 16, 1)
        scores = json.loads((tmp_path / "scores.json").read_text())
        assert scores["fid"]["values"]["frechet_distance"] == pytest.approx(
            rows[-1]["frechet_distance"]
        )
        assert scores["fid"]["protocol"]["extractor"] == "means of rows"

    def test_it_changes_nothing(self, tmp_path):
        watched, alone = image_gan(), image_gan()
        toys.fit(watched, image_data(), 4, callbacks=[callback(tmp_path)])
        toys.fit(alone, image_data(), 4)
        for a, b in zip(watched.weights, alone.weights, strict=True):
            np.testing.assert_array_equal(a, b)

    def test_a_resumed_run_goes_on_in_the_same_file(self, tmp_path):
        gan = image_gan()
        toys.fit(gan, image_data(), 2, callbacks=[callback(tmp_path)])
        first = metrics_log.read(tmp_path / "evaluation.csv")
        toys.fit(gan, image_data(), 2, callbacks=[callback(tmp_path)])
        rows = metrics_log.read(tmp_path / "evaluation.csv")
        assert [row["step"] for row in rows] == [2, 4]
        assert rows[0] == first[0]

    def test_other_metrics_join_the_file_and_nothing_is_lost(self, tmp_path):
        gan = image_gan()
        toys.fit(gan, image_data(), 2, callbacks=[callback(tmp_path)])
        (before,) = metrics_log.read(tmp_path / "evaluation.csv")
        other = callback(tmp_path, names=("swd",), batch=None)
        toys.fit(gan, image_data(), 2, callbacks=[other])
        first, second = metrics_log.read(tmp_path / "evaluation.csv")
        assert first == before
        assert second.keys() & before.keys() == {"step"}
        assert second["step"] == 4
        # Back to the first ones: a fall from a better row is still told.
        toys.fit(gan, image_data(), 2, callbacks=[callback(tmp_path)])
        rows = metrics_log.read(tmp_path / "evaluation.csv")
        assert [row["step"] for row in rows] == [2, 4, 6]
        assert rows[2].keys() == before.keys()

    def test_scores_are_in_the_logs_of_their_own_epoch_alone(self, tmp_path):
        gan = image_gan()
        history = gan.fit(
            image_data(),
            steps_per_epoch=1,
            epochs=4,
            verbose=0,
            shuffle=False,
            callbacks=[callback(tmp_path)],
        ).history
        rows = metrics_log.read(tmp_path / "evaluation.csv")
        scores = [row["frechet_distance"] for row in rows]
        assert history["frechet_distance"] == pytest.approx(scores)
        assert len(scores) == 2

    def test_a_training_that_is_stopped_is_not_kept_waiting(self, tmp_path):
        stop = keras.callbacks.LambdaCallback()
        stop.on_train_batch_end = lambda batch, logs=None: setattr(
            stop.model, "stop_training", True
        )
        toys.fit(image_gan(), image_data(), 5, callbacks=[callback(tmp_path), stop])
        assert not (tmp_path / "evaluation.csv").exists()

    def test_the_first_of_equals_is_the_best(self, tmp_path):
        watch = callback(tmp_path, names=("prdc",), batch=None)
        gan = image_gan()
        gan.compile(keras.optimizers.SGD(0.0), keras.optimizers.SGD(0.0))
        for weight in gan.generator.trainable_variables:
            weight.assign(weight * 0)  # It draws grey at every step.
        toys.fit(gan, image_data(), 4, callbacks=[watch])
        (file,) = tmp_path.glob("best-step-*.keras")
        assert file.name == "best-step-2.keras"

    def test_without_real_labels_all_classes_come_in_turn(self, tmp_path):
        keras.utils.set_random_seed(0)
        generator = cgan.generator((16, 16, 1), 4, latent_dim=5, width=8)
        assert any(isinstance(x, OneHot) for x in generator._flatten_layers())
        discriminator = cgan.discriminator((16, 16, 1), 4, width=8)
        gan = zoo.GAN(generator, discriminator, seed=0)
        watch = callback(tmp_path, names=("swd",))
        watch.set_model(gan)
        samples, drawn = watch._samples()
        assert drawn == {"labels": "all alike"}
        np.testing.assert_array_equal(samples.fake_labels, np.arange(30) % 4)

    def test_errors_name_the_argument(self, tmp_path):
        with pytest.raises(ValueError, match=r"`best` is one of .*'kid'"):
            callback(tmp_path, best="kid")
        with pytest.raises(ValueError, match=r"must be one of cas, .*'fidd'"):
            callback(tmp_path, names=("fidd",))


def test_trouble_is_told_where_there_is_some_and_only_there():
    def row(coverage, separation, norm):
        return {
            "coverage": coverage,
            "separation": separation,
            "generator_gradient_norm": norm,
        }

    healthy = [row(0.1, 0.7, 3.0), row(0.6, 0.8, 2.0), row(0.5, 0.995, 1.0)]
    for end in range(1, 4):
        assert evaluation.troubles(healthy[:end]) == []
    (collapse,) = evaluation.troubles([*healthy, row(0.2, 0.8, 1.0)])
    assert "fell from 0.60 to 0.20" in collapse
    (won,) = evaluation.troubles([*healthy, row(0.6, 0.999, 0.01)])
    assert "99.9%" in won
    assert "instance_noise" in won


class TestDiagnosis:
    def test_separation_of_scores_by_hand(self):
        generator, critic = toys.scalar_networks(w=2.0, b=0.5)
        gan = zoo.WGAN(generator, critic, seed=0)
        # Fakes are all 0.5: three of four real points lie above, one level.
        real = np.array([[1.0], [0.5], [2.0], [3.0]], "float32")
        assert diagnosis.separation(gan, real) == pytest.approx((3 + 0.5) / 4)

    def test_the_gradient_norm_by_hand(self):
        generator, critic = toys.scalar_networks(w=-2.0, b=0.5)
        gan = zoo.WGAN(generator, critic, seed=0)
        # The loss is -w b, of gradient -w in b.
        real = np.zeros((4, 1), "float32")
        assert diagnosis.generator_gradient_norm(gan, real) == pytest.approx(2)
