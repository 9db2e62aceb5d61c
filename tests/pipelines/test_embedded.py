import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import pipelines
from pipelines import catalogue, tfds_builders

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("name", catalogue.embedded())
def test_every_set_says_what_it_is(name):
    builder = tfds_builders.find(name, None)
    assert builder.name == name
    assert builder.info.redistribution_info.license
    assert builder.info.homepage
    assert builder.info.description
    assert f"\n| `{name}` | " in README.read_text()


def test_the_digits():
    info = pipelines.info("digits")
    assert info.shape == (8, 8, 1)
    assert info.examples == {"train": 1442, "test": 355}
    assert info.classes == tuple("0123456789")
    assert "archive.ics.uci.edu" in info.source


def test_the_digits_are_the_scans_of_scikit_learn():
    from sklearn.datasets import load_digits

    scans = load_digits()
    expected = sorted(
        (image.tobytes(), label)
        for image, label in zip(scans.images, scans.target, strict=True)
    )
    actual = []
    for split, count in pipelines.info("digits").examples.items():
        data = pipelines.load(
            "digits", split=split, batch_size=count, labels=True, repeat=False
        )
        for images, labels in data.as_numpy_iterator():
            scans = np.round(images[..., 0] * (16 / 255))
            actual += [(x.tobytes(), y) for x, y in zip(scans, labels, strict=True)]
    assert sorted(actual) == expected


def test_the_splits_have_every_class():
    for split, count in pipelines.info("digits").examples.items():
        data = pipelines.load("digits", split=split, batch_size=count, labels=True)
        _, labels = next(iter(data))
        assert np.bincount(labels).min() > 0.07 * count


def test_names_that_are_not_known_list_those_that_are():
    with pytest.raises(ValueError, match=r"Did you mean 'digits'.*Known: digits"):
        pipelines.load("digit", batch_size=4)
    with pytest.raises(ValueError, match=r"Did you mean 'test'.*Known: train, test"):
        pipelines.load("digits", batch_size=4, split="tests")


def test_a_path_says_how_a_folder_is_named(tmp_path, monkeypatch):
    (tmp_path / "photos").mkdir()
    monkeypatch.chdir(tmp_path)
    for path in (str(tmp_path), "./photos", "~/photos", "photos"):
        with pytest.raises(ValueError, match=f"read from folder:{path}, pairs"):
            pipelines.load(path, batch_size=4)


def test_the_names_are_known_without_tensorflow():
    code = (
        "import sys, pipelines; print(*pipelines.available());"
        "sys.exit('tensorflow' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert answer.returncode == 0
    names = answer.stdout.split()
    for name in (
        *catalogue.embedded(),
        "ring",
        "mnist",
        "cifar10",
        "folder:PATH",
        "pairs:PATH",
        "pairs_ba:PATH",
    ):
        assert name in names
