"""Conditional generators, translators and classifiers, saved and loaded."""

import json
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tests import toys
from tfgan_zoo import export
from tfgan_zoo.export import class_names
from tfgan_zoo.networks import dcgan, patchgan, unet
from tfgan_zoo.objectives import GAN, Pix2Pix, SemiSupervisedGAN


def compiled(gan):
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
    return gan


@pytest.fixture(scope="module")
def conditional(tmp_path_factory):
    shape, sizes = (16, 16, 1), {"num_classes": 5, "width": 4}
    gan = compiled(
        GAN(
            dcgan.generator(shape, latent_dim=6, **sizes),
            dcgan.discriminator(shape, **sizes),
            seed=3,
        )
    )
    return gan, export.save(gan, tmp_path_factory.mktemp("m") / "conditional")


@pytest.mark.parametrize(
    ("classes", "text", "number"),
    [
        (["cat", "dog"], "dog", 1),
        (["cat", "dog"], "0", 0),
        (["cat", "dog"], "-1", -1),
        (["1", "2"], "1", 0),
        (["1", "2"], "0", None),
        (["cat", "1"], "0", 0),
        (["cat", "dog"], "cow", None),
        (None, "1", 1),
        (None, "cat", None),
        ([], "7", 7),
    ],
)
def test_the_text_of_a_label_is_a_name_or_else_a_number(classes, text, number):
    card = {"name": "m", "num_classes": 2, "classes": classes}
    if number is not None:
        assert class_names.to_label(card, text) == number
    else:
        with pytest.raises(ValueError, match=f"m knows no class '{text}'. Choose one"):
            class_names.to_label(card, text)


def test_labels_follow_from_the_card():
    card = {"num_classes": 2, "classes": ["cat", "dog"]}
    assert_array_equal(class_names.to_labels(card, 3), [0, 1, 0])
    assert_array_equal(class_names.to_labels(card, 3, "dog"), [1, 1, 1])
    assert_array_equal(class_names.to_labels({}, 2, 9), [9, 9])
    with pytest.raises(ValueError, match="say which with `label`"):
        class_names.to_labels({}, 2)


@pytest.fixture(scope="module")
def translator(tmp_path_factory):
    gan = compiled(
        Pix2Pix(
            unet.generator((16, 16, 3), width=4),
            patchgan.discriminator(receptive_field=16, width=4),
            seed=3,
        )
    )
    return gan, export.save(gan, tmp_path_factory.mktemp("m") / "translator")


class TestConditional:
    def test_a_label_is_what_the_generator_is_given(self, conditional):
        gan, path = conditional
        loaded = export.load(path)
        z = np.random.default_rng(0).normal(size=(5, 6)).astype(np.float32)
        labels = np.array([4, 0, 2, 2, 1])
        expected = gan.generator((z, labels), training=False)
        assert_allclose(loaded.latents_to_images(z, labels), expected, atol=1e-6)
        threes = gan.generator((z, np.full(5, 3)), training=False)
        assert_allclose(loaded.latents_to_images(z, 3), threes, atol=1e-6)

    def test_samples_of_a_label_are_those_of_the_signature(self, conditional):
        loaded = export.load(conditional[1])
        whole = [tf.constant(number, tf.int64) for number in (7, 9, 3)]
        sample = tf.saved_model.load(conditional[1]).signatures["sample"]
        served = sample(**dict(zip(("num", "seed", "label"), whole, strict=True)))
        images = loaded(num=7, seed=9, label=3)
        assert images.dtype == np.uint8
        assert_array_equal(images, served["images"])
        assert_array_equal(images, loaded(num=7, seed=9, label=[3] * 7))

    def test_all_classes_in_turn_by_default(self, conditional):
        loaded = export.load(conditional[1])
        turn = [0, 1, 2, 3, 4, 0, 1]
        assert_array_equal(loaded(num=7, seed=9), loaded(num=7, seed=9, label=turn))

    @pytest.mark.parametrize("label", [5, -1, 1.0, [0, 1, 5], "3", True])
    def test_a_label_out_of_range_is_refused(self, conditional, label):
        with pytest.raises(ValueError, match=r"`label` is an integer in 0\.\.4"):
            export.load(conditional[1])(num=3, seed=0, label=label)

    def test_labels_by_the_names_of_classes(self, conditional):
        loaded = export.load(conditional[1])
        loaded.card = {**loaded.card, "classes": ["2", "cat", "0", "b", "a"]}
        assert_array_equal(loaded.labels(2, "cat"), [1, 1])
        assert_array_equal(loaded.labels(3, ["0", "a", "2"]), [2, 4, 0])
        assert_array_equal(loaded.labels(2, 0), [0, 0])
        assert_array_equal(
            loaded(num=2, seed=0, label="b"), loaded(num=2, seed=0, label=3)
        )
        for label in ("dog", ["cat", "dog"]):
            with pytest.raises(ValueError, match=r"5 classes: 2, cat, 0, b, a\. Rec"):
                loaded.labels(2, label)

    def test_a_label_of_numpy_is_named_in_plain_words(self, conditional):
        for label in (np.array(["cow"])[0], np.array(["cow"])):
            with pytest.raises(ValueError, match=r"Received: \[?'cow'"):
                export.load(conditional[1])(num=1, seed=0, label=label)

    def test_a_wrong_number_of_labels_is_refused(self, conditional):
        with pytest.raises(ValueError, match=r"one for each of 3 samples.*\(2,\)"):
            export.load(conditional[1])(num=3, seed=0, label=[0, 1])

    def test_more_samples_than_memory_holds_are_refused(self, conditional):
        for what in ({"num": 10**12}, {"num": 10**12, "label": 1}):
            with pytest.raises(ValueError, match="GiB, and this machine has"):
                export.load(conditional[1])(seed=0, **what)

    @pytest.mark.parametrize("seed", [2**63, -(2**63) - 1, 1.5, "3"])
    def test_a_seed_is_a_whole_number_of_64_bits(self, conditional, seed):
        with pytest.raises(ValueError, match="`seed` is a whole number of 64 bits"):
            export.load(conditional[1])(num=1, seed=seed)
        with pytest.raises(ValueError, match="`seed` is a whole number of 64 bits"):
            GAN(*toys.point_networks(), seed=seed)

    def test_a_generator_without_labels_takes_none(self, tmp_path):
        loaded = export.load(export.save(toys.compiled(GAN), tmp_path / "m"))
        with pytest.raises(ValueError, match="takes no labels"):
            loaded(num=3, seed=0, label=1)

    def test_a_process_with_only_tensorflow_can_serve_it(self, conditional, tmp_path):
        _, path = conditional
        np.save(tmp_path / "expected.npy", export.load(path)(4, 2, label=1))
        code = f"""
import sys
import numpy as np
import tensorflow as tf
model = tf.saved_model.load({path!r})
fed = model.signatures["serving_default"].structured_input_signature[1]
assert sorted(fed) == ["labels", "latents"]
whole = dict(num=4, seed=2, label=1)
whole = {{k: tf.constant(v, tf.int64) for k, v in whole.items()}}
images = model.signatures["sample"](**whole)["images"]
np.testing.assert_array_equal(images, np.load("expected.npy"))
png = model.signatures["png"](**whole)["image_bytes"]
np.testing.assert_array_equal([tf.io.decode_png(p) for p in png], images)
assert not [m for m in sys.modules if m.startswith(("tfgan_zoo", "pipelines"))]
"""
        answer = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
        )
        assert answer.returncode == 0, answer.stderr


class TestTranslator:
    def test_the_seed_is_that_of_the_dropout(self, translator):
        gan, path = translator
        loaded = export.load(path)
        sources = np.random.default_rng(0).uniform(-1, 1, (3, 16, 16, 3))
        sources = sources.astype(np.float32)
        first = loaded(sources, seed=1)
        assert first.dtype == np.uint8
        assert first.shape == (3, 16, 16, 3)
        assert_array_equal(loaded(sources, seed=1), first)
        assert not np.array_equal(loaded(sources, seed=2), first)

        for layer in gan.generator.layers:
            if hasattr(layer, "calls"):
                layer.calls.assign(0)
        expected = gan.generator(sources, training=False)
        assert_allclose(loaded.sources_to_images(sources), expected, atol=1e-5)

    def test_serving_changes_nothing(self, translator):
        model = tf.saved_model.load(translator[1])
        sources = tf.ones((2, 16, 16, 3))
        once, again = (
            model.signatures["serving_default"](sources=sources)["images"]
            for _ in range(2)
        )
        assert_array_equal(once, again)

    def test_bytes_are_sources_too(self, translator):
        loaded = export.load(translator[1])
        sources = np.random.default_rng(0).integers(0, 256, (2, 16, 16, 3), np.uint8)
        floats = np.float32(sources / 127.5 - 1)
        assert_array_equal(loaded(sources), loaded(floats))

    def test_sources_of_another_size_are_refused(self, translator):
        with pytest.raises(ValueError, match=r"\[B, 16, 16, 3\].*\(2, 8, 8, 3\)"):
            export.load(translator[1])(np.zeros((2, 8, 8, 3)))

    def test_the_card_says_what_it_is(self, translator):
        card = json.loads((Path(translator[1]) / "model_card.json").read_text())
        assert card["kind"] == "translator"
        assert card["input_shape"] == [16, 16, 3]
        assert "latent_dim" not in card

    @pytest.mark.parametrize(
        ("sources", "words"),
        [
            (np.full((1, 16, 16, 3), 255.0), "from 255 to 255"),
            (np.full((1, 16, 16, 3), 255), "Received: int64. Cast"),
            (np.full((1, 16, 16, 3), np.nan), "from nan to nan"),
            (np.full((1, 16, 16, 3), -1.1), "from -1.1 to -1.1"),
        ],
    )
    def test_what_is_no_image_is_refused(self, translator, sources, words):
        loaded = export.load(translator[1])
        for call in (loaded, loaded.sources_to_images):
            with pytest.raises(ValueError, match=f"`sources` must be.*{words}"):
                call(sources)


class TestClassifier:
    def test_what_is_no_image_is_refused(self):
        classifier = export.load("digits_classifier")
        for images in (np.full((1, 32, 32, 1), 255.0), np.full((1, 32, 32, 1), 9)):
            with pytest.raises(ValueError, match=r"`images` must be.*\[-1, 1\]"):
                classifier(images)

    def test_it_is_the_average_of_the_discriminator(self, tmp_path):
        gan = toys.compiled(SemiSupervisedGAN)
        toys.fit(gan, toys.point_data(8, SemiSupervisedGAN), 3)
        loaded = export.load(export.save_classifier(gan, tmp_path / "m"))
        points = np.random.default_rng(0).normal(size=(5, 2)).astype(np.float32)
        logits = np.array(gan.classifier(points, training=False))
        odds = np.exp(logits)
        answer = loaded.classify(points)
        assert_allclose(
            answer["probabilities"], odds / odds.sum(axis=1, keepdims=True), atol=1e-6
        )
        assert_array_equal(answer["labels"], logits.argmax(axis=1))
        assert_array_equal(loaded(points), answer["labels"])
        assert loaded.card["kind"] == "classifier"
