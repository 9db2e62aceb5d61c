import json

import keras
import numpy as np
import pytest

import pipelines
from tests.commands import refused, succeed


def test_a_pretrained_generator_beside_real_images_and_noise(tmp_path):
    file = tmp_path / "scores.json"
    flags = ("--model=dcgan_mnist_5k", "--metrics=fid,prdc,kid", "--samples=400")
    out = succeed("evaluate", *flags, f"--output={file}")
    assert "model      test split           noise" in out
    assert "extractor mnist_classifier, extractor_sha256 " in out
    scores = json.loads(file.read_text())["scores"]
    distance = {
        what: row["fid"]["values"]["frechet_distance"] for what, row in scores.items()
    }
    assert distance["test split"] < distance["model"] < distance["noise"] / 10
    assert scores["noise"]["prdc"]["values"]["coverage"] == 0
    assert scores["model"]["fid"]["protocol"]["real_samples"] == 4000  # All there are.

    before = file.read_text()
    message = refused("evaluate", *flags, f"--output={file}")
    assert "scores.json exists. Choose another --output" in message
    assert file.read_text() == before


def test_a_translator_is_scored_on_its_pairs():
    flags = ("--model=pix2pix_photo_edges", "--samples=20", "--metrics=ms_ssim")
    out = succeed("evaluate", *flags)
    assert "model      test split           noise" in out
    message = refused("evaluate", *flags, "--dataset=textures")
    assert "'textures' holds no pairs" in message


def test_what_cannot_be_scored_is_said():
    def why(*flags):
        return refused("evaluate", *flags)

    assert "one of cas, fid," in why("--model=dcgan_mnist_5k", "--metrics=fidd")
    classifier = "--model=semi_supervised_gan_mnist_classifier"
    assert "classifies images; it makes none" in why(classifier)
    message = why("--model=pix2pix_photo_edges")
    assert "There is no pretrained classifier for 'photo_edges'" in message
    message = why("--model=dcgan_mnist_5k", "--split=val")
    assert (
        "--split=val is not one of ['train', 'test'], which 'mnist_5k' has" in message
    )


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """A folder of 40 digits, an archive of the same, and extractors of a user."""
    folder = tmp_path_factory.mktemp("theirs")
    images, labels = pipelines.Dataset("digits", image_size=16).arrays(
        "test", 40, labels=True, shuffle=False
    )
    np.savez(folder / "samples.npz", images=images, labels=labels)
    (folder / "samples").mkdir()
    for i, image in enumerate(images):
        keras.utils.save_img(folder / f"samples/{i:02}.png", image, scale=False)
    save_extractor(folder / "mine.keras", (16, 16, 1))
    save_extractor(folder / "deep.keras", (16, 16, 5))
    save_extractor(folder / "dead.keras", (16, 16, 1), "zeros")
    return folder


def save_extractor(path, shape, weights="glorot_uniform"):
    layers = keras.layers.Flatten(), keras.layers.Dense(6, kernel_initializer=weights)
    keras.Sequential([keras.Input(shape), *layers], name=path.stem).save(path)


def test_images_that_no_model_of_the_zoo_made_are_scored(theirs, tmp_path):
    same = ("--metrics=kid,prdc,swd,ms_ssim", f"--extractor={theirs / 'mine.keras'}")
    folder, archive = theirs / "samples", theirs / "samples.npz"
    rows = {}
    for path in (folder, archive):
        output = tmp_path / f"{path.name}.json"
        flags = (f"--samples={path}", "--dataset=digits", f"--output={output}", *same)
        assert "samples      test split           noise" in succeed("evaluate", *flags)
        record = json.loads(output.read_text())
        assert record["model"] == str(path)
        rows[path] = record["scores"]
    assert rows[folder] == rows[archive]
    protocol = rows[folder]["samples"]["kid"]["protocol"]
    assert protocol["extractor"] == "mine"
    assert protocol["fake_samples"] == protocol["real_samples"] == 40

    flags = (f"--samples={folder}", f"--dataset=folder:{folder}", "--metrics=swd")
    out = succeed("evaluate", *flags)  # In colour, as folders are.
    row = next(line.split() for line in out.splitlines() if line.startswith("swd "))
    assert float(row[1]) < float(row[2]) / 5  # Beside noise: a folder has no "test".


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ((), "Say what is scored"),
        (("--model=dcgan_mnist_5k", "--samples={0}"), "Say what is scored"),
        (("--samples={0}/samples.npz",), "samples.npz needs --dataset"),
        (("--model=dcgan_mnist_5k", "--samples=19"), "is no number from 20 up"),
        (("--samples={0}/none", "--dataset=digits"), "No such file"),
        (("--samples={0}/mine.keras", "--dataset=digits"), "the array 'images'"),
        (("--samples={0}/samples", "--dataset=ring"), "'ring' holds points"),
    ],
)
def test_samples_that_are_none_are_refused(flags, message, theirs):
    flags = [flag.format(theirs) for flag in flags]
    assert message in refused("evaluate", "--metrics=swd", *flags)


@pytest.mark.parametrize(
    ("file", "metric", "message"),
    [
        ("none", "kid", "none.keras cannot be used: `path` must be a .keras file"),
        (
            "deep",
            "kid",
            "it does not take images of shape (16, 16, 1) in [-1, 1]: The ",
        ),
        ("dead", "kid", "features that are all alike or no numbers"),
        ("mine", "is", "the metric 'is' needs class probabilities"),
    ],
)
def test_an_extractor_is_tried_before_it_is_used(file, metric, message, theirs):
    flag = f"--extractor={theirs / file}.keras"
    samples = (f"--samples={theirs / 'samples.npz'}", "--dataset=digits")
    answer = refused("evaluate", *samples, f"--metrics={metric}", flag)
    assert message in answer
    assert flag in answer


@pytest.mark.parametrize(
    ("command", "flags", "message"),
    [
        ("train", ["--evaluate_every=5", "--extractor={}/deep.keras"], "shape (16, 16"),
        (
            "compare",
            ["--extractor={}/deep.keras"],
            "deep.keras cannot be used: it does",
        ),
        ("compare", ["--split=val"], "--split=val is not one of ['train', 'test']"),
    ],
)
def test_scores_are_checked_before_the_first_step(
    command, flags, message, theirs, tmp_path
):
    where = {"train": "--recipe=dcgan --workdir", "compare": "--recipes=gan --output"}
    flags = [*f"{where[command]}={tmp_path / 'new'}".split(), *flags]
    same = ("--dataset=digits", "--image_size=16", "--steps=2", "--width=4")
    answer = refused(command, *same, *(flag.format(theirs) for flag in flags))
    assert message in answer
    assert not (tmp_path / "new").exists()
