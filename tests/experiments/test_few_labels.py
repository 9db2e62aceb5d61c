"""Few labels: the comparison, learning curves, and which classifier is kept."""

import dataclasses
import json

import keras
import numpy as np
import pytest
from PIL import Image

from tests.commands import succeed
from tfgan_zoo import recipes
from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.experiments import preparation
from tfgan_zoo.experiments.few_labels.learning_curve import (
    GANLearningCurve,
    LearningCurve,
    errors,
)
from tfgan_zoo.runs import RunConfig


def test_few_labels_beside_the_labels_alone(tmp_path):
    flags = ("--steps=2", "--width=20", "--labels_per_class=3", f"--output={tmp_path}")
    data = tmp_path.with_name("data")
    flags += (f"--data_dir={data}",)
    out = succeed("few_labels", "--seeds=1", *flags)
    assert "accuracy on 355 test images of digits, with\n3 labels per class" in out
    assert (data / "digits").is_dir()
    first = json.loads((tmp_path / "scores.json").read_text())
    assert first["command"].startswith("tfgan-few-labels --dataset=digits")
    assert first["command"].endswith(f" --width=20 --seeds=1 --output={tmp_path}")
    assert {"commits", "versions", "machine"} < set(first)
    first = first["seeds"]
    learners = {"semi-supervised GAN", "labels alone", "LabelSpreading"}
    assert set(first["0"]) == learners | {"seconds"}
    assert 0.5 < first["0"]["LabelSpreading"] <= 1
    curve = metrics_log.read(tmp_path / "0" / "learning_curve.csv")
    assert [row["step"] for row in curve] == [1, 2]
    alone = metrics_log.read(tmp_path / "0" / "labels_alone.csv")
    # What is kept is the classifier of the last row.
    accuracy = {"semi-supervised GAN": curve[-1], "labels alone": alone[-1]}
    for name, row in accuracy.items():
        assert first["0"][name] == pytest.approx(1 - row["average"] / 355)
    with Image.open(tmp_path / "learning_curves.png") as image:
        assert image.width > image.height
    # It goes on with the seeds that are missing; version 0.2 wrote them alone.
    (tmp_path / "scores.json").write_text(json.dumps(first))
    succeed("few_labels", "--seeds=2", *flags)
    both = json.loads((tmp_path / "scores.json").read_text())["seeds"]
    assert both["0"] == first["0"]
    assert set(both) == {"0", "1"}


def test_errors_are_counted():
    images = np.eye(3, dtype="float32")
    images_to_logits = keras.Sequential([keras.Input((3,)), keras.layers.Identity()])
    assert errors(images_to_logits, images, np.array([0, 1, 2])) == 0
    assert errors(images_to_logits, images, np.array([0, 2, 1])) == 2


@pytest.fixture
def watched(tmp_path):
    """A semi-supervised GAN under its learning curve, before the first step."""
    gan = recipes.semi_supervised_gan.build((8, 8, 1), 10, seed=0, width=20)
    images = np.random.default_rng(0).uniform(-1, 1, (30, 8, 8, 1)).astype("float32")
    curve = LearningCurve(tmp_path / "curve.csv", images, np.arange(30) % 10)
    watch = GANLearningCurve(curve, tmp_path / "classifier.keras", every=10)
    watch.set_model(gan)
    watch.on_train_begin()
    return watch


def weights(file):
    return keras.models.load_model(file).get_weights()


def test_the_classifier_before_a_collapse_is_kept(watched):
    """After it the classifier changes, and what is kept does not."""
    gan, classifier = watched.model, watched.model.classifier
    for step in range(10, 80, 10):
        watched.act(step, {})
    before = classifier.get_weights()
    *_, output, _ = gan.generator.layers
    output.g.assign(output.g * 1e-3)  # Every image is nearly grey.
    for step in range(80, 110, 10):
        classifier.set_weights([w + 1 for w in classifier.get_weights()])
        watched.act(step, {})
    kept = weights(watched.kept)
    # One reading may be chance: the collapse is seen at the second.
    for one, other in zip(kept, before, strict=True):
        np.testing.assert_allclose(one, other + 1, rtol=1e-6)
    # Where samples differ again, the classifier of then is the one.
    output.g.assign(output.g * 1e3)
    watched.act(110, {})
    for one, other in zip(weights(watched.kept), before, strict=True):
        np.testing.assert_allclose(one, other + 3, rtol=1e-6)


def test_a_resumed_learning_curve_goes_on_where_the_run_does(watched):
    for step in (10, 20, 30):
        watched.act(step, {})
    watched.model.step.assign(20)  # Its last save: step 30 is taken again.
    watched.on_train_begin()
    watched.act(30, {})
    rows = metrics_log.read(watched.curve.file)
    assert [row["step"] for row in rows] == [10, 20, 30]
    assert set(rows[0]) == {"step", "spread", "current", "average"}


def test_an_experiment_of_version_0_1_goes_on_with_its_constants(tmp_path):
    config = RunConfig("semi_supervised_gan", constants={"width": 20})
    assert preparation.as_begun(tmp_path, config) == config  # It begins now.
    record = {"format": 2, "identity": {"dataset": "digits"}}
    record["starts"] = [{"flags": {}}]
    (tmp_path / "run.json").write_text(json.dumps(record))
    constants = preparation.as_begun(tmp_path, config).constants
    assert constants["train_scales"] is True
    assert constants["width"] == 20
    asked = dataclasses.replace(config, constants={"train_scales": False})
    assert preparation.as_begun(tmp_path, asked).constants["train_scales"] is False
