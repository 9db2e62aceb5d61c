"""Scores of a conditional generator, whose labels are as frequent as the real ones."""

import collections
import json

import keras
import numpy as np
import pytest
from PIL import Image

import tfgan_zoo as zoo
from tfgan_zoo.layers import OneHot
from tfgan_zoo.metrics import evaluation, extractors
from tfgan_zoo.runs.evaluation import evaluate
from tfgan_zoo.sampling import LIKE_REAL, labels_like

GREY, NOISE = (64, 192), 10
COUNTS = (180, 20)


@pytest.mark.parametrize("num", [1, 7, 10, 33, 1000])
def test_every_class_has_its_share(num):
    real = np.repeat([2, 0, 1], [70, 20, 10])
    labels = labels_like(real, num)
    counts = collections.Counter(labels.tolist())
    for label, share in ((2, 0.7), (0, 0.2), (1, 0.1)):
        assert abs(counts[label] - share * num) <= 1
    assert labels.dtype == np.int64
    assert len(labels) == num
    if num == 1000:  # Parts of the samples have all classes.
        assert all(len(set(part.tolist())) == 3 for part in np.split(labels, 10))


@pytest.fixture(scope="module")
def images():
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1], COUNTS)
    greys = rng.normal(np.array(GREY)[labels], NOISE)
    pixels = np.clip(greys, 0, 255).astype(np.uint8)[:, None, None, None]
    return np.broadcast_to(pixels, (200, 8, 8, 3)), labels


@pytest.fixture(scope="module")
def gan():
    """A GAN whose generator has learnt each class: its mean and its deviation."""
    z = keras.Input((1,), name="latents")
    label = keras.Input((), dtype="int64", name="labels")
    mean, noise = (keras.layers.Dense(1, use_bias=False) for _ in range(2))
    level = keras.layers.Add()([mean(OneHot(2)(label)), noise(z)])
    image = keras.layers.Reshape((8, 8, 3))(keras.layers.RepeatVector(192)(level))
    generator = keras.Model([z, label], image)
    mean.set_weights([np.array(GREY)[:, None] / 127.5 - 1])
    noise.set_weights([np.array([[NOISE / 127.5]])])
    base = zoo.recipes.cgan.build((8, 8, 3), num_classes=2, seed=0, width=12)
    gan = zoo.GAN(generator, base.discriminator, seed=0)
    gan.compile(keras.optimizers.SGD(0.0), keras.optimizers.SGD(0.0))
    return gan


@pytest.fixture(scope="module")
def mean_colour():
    x = keras.Input((8, 8, 3))
    features = keras.layers.GlobalAveragePooling2D(name="features")(x)
    return keras.Model(x, features)


def test_of_a_saved_model(images, gan, mean_colour, tmp_path):
    for i, (image, label) in enumerate(zip(*images, strict=True)):
        (tmp_path / "set" / "ab"[label]).mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(tmp_path / "set" / "ab"[label] / f"{i}.png")
    mean_colour.save(tmp_path / "extractor.keras")
    model = zoo.export.save(gan, tmp_path / "export")
    scores = evaluate(
        model,
        ["fid"],
        dataset=f"folder:{tmp_path / 'set'}",
        extractor=str(tmp_path / "extractor.keras"),
    )
    score = scores["model"]["fid"]
    assert score.value < 0.02  # 0.61 where all classes are drawn alike.
    assert score.protocol["labels"] == LIKE_REAL
    assert "labels" not in scores["noise"]["fid"].protocol


@pytest.mark.parametrize("known", [True, False])
def test_while_training(known, images, gan, mean_colour, tmp_path):
    bytes_, labels = images
    mean_colour.save(tmp_path / "extractor.keras")
    real = evaluation.Samples(
        extractors.keras_file(tmp_path / "extractor.keras"),
        real_images=bytes_,
        **({"real_labels": labels} if known else {}),
    )
    watch = zoo.Evaluation(tmp_path, real, ["fid"], every=1)
    watch.set_model(gan)
    watch.on_train_begin()
    watch.act(1, logs := {})
    score = json.loads((tmp_path / "scores.json").read_text())["fid"]
    assert score["protocol"]["labels"] == (LIKE_REAL if known else "all alike")
    assert (logs["frechet_distance"] < 0.02) == known
