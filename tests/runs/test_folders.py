"""Runs on folders of images: what they are known by, and which labels they keep."""

import dataclasses
import json
import os
import shutil

import numpy as np
import pytest

import tfgan_zoo as zoo
from tests.pipelines import trees
from tfgan_zoo.runs import RunConfig, recipe_file, train
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import identity as identities
from tfgan_zoo.runs.data import RunData, with_classes
from tfgan_zoo.runs.real_samples import RealSamples

CLASSES = [str(i) for i in range(11)]


def config(dataset, recipe="cgan", **fields):
    fields = {"labels_per_class": None, "sample_every": 0, "export": False, **fields}
    return RunConfig(
        recipe,
        dataset=f"folder:{dataset}",
        image_size=8,
        batch_size=2,
        constants={"width": 5},
        steps=1,
        **fields,
    )


def identity_of(config, record=None):
    recipe = recipe_file.find(config.recipe)
    data = RunData(config, recipe, record)
    return identities.of(config, recipe, data, None, None)


@pytest.fixture
def folder(tmp_path):
    return trees.write(tmp_path / "imgs", *(f"{i}/0.png" for i in CLASSES))


@pytest.fixture
def begun(folder, tmp_path):
    """A directory with the record of a run on the folder."""
    identity = identity_of(config(folder))
    directory = run_directory.open_run(tmp_path / "run", identity)
    run_directory.record_start(directory, identity, {"classes": CLASSES}, {})
    return directory


def test_the_same_folder_under_another_path_goes_on(
    begun, folder, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(folder)
    shutil.copytree(folder, tmp_path / "moved")
    for path in ("imgs", "imgs/", "./imgs", "../" + tmp_path.name + "/imgs", folder):
        run_directory.check(begun, identity_of(config(path)))
    for path in ("link", "moved"):
        run_directory.check(begun, identity_of(config(path)))


def test_the_record_says_where_the_folder_was_last(begun):
    run_directory.record_start(begun, {}, {"name": "folder:moved"}, {})
    record = run_directory.read(begun)
    assert record["dataset"] == {"name": "folder:moved"}
    assert record["identity"]["contents"]["files"] == 11


def test_other_contents_under_the_same_path_are_refused(begun, folder):
    def refusal():
        with pytest.raises(ValueError, match="holds another run: the folder") as error:
            run_directory.check(begun, identity_of(config(folder)))
        return str(error.value)

    first = os.path.join(folder, "0", "0.png")
    os.rename(first, os.path.join(folder, "0", "1.png"))
    assert "other are its names." in refusal()
    os.rename(os.path.join(folder, "0", "1.png"), first)
    run_directory.check(begun, identity_of(config(folder)))
    with open(first, "rb+") as file:  # Of the same size.
        content = file.read()
        file.seek(0)
        file.write(bytes(reversed(content)))
    assert "other are its data." in refusal()
    trees.write(folder, "0/0.png", "0/1.png")
    words = refusal()
    assert "the folder held 11 files of " in words
    assert "and now holds 12 files of " in words
    assert "examples was 11 and is now 12" in words


def test_labels_of_a_file_belong_to_the_identity(folder, tmp_path):
    identities_of = {}
    for name, classes in (("a", "xy"), ("b", "xy"), ("c", "yx")):
        file = tmp_path / f"{name}.json"
        labels = {f"{i}/0.png": classes[int(i) % 2] for i in CLASSES}
        file.write_text(json.dumps(labels))
        identities_of[name] = identity_of(config(folder, labels=str(file)))
    a, b, c = identities_of.values()
    assert a["classes"] == 2
    assert identities.differences(a, b) == []
    (words,) = identities.differences(a, c)
    assert words.endswith("other are its labels")
    assert "labels" in identities.differences(a, identity_of(config(folder)))[0]


def test_pairs_are_known_by_their_contents_and_direction(tmp_path):
    trees.write(tmp_path / "p", "A/0.png", "B/0.png", "A/1.png", "B/1.png")
    shutil.copytree(tmp_path / "p", tmp_path / "q")
    p, q, back = (
        {"dataset": name, **identities.contents(name)}
        for name in (
            f"pairs:{tmp_path}/p",
            f"pairs:{tmp_path}/q",
            f"pairs_ba:{tmp_path}/p",
        )
    )
    assert identities.differences(p, q) == []
    assert "dataset was 'pairs:" in identities.differences(p, back)[0]
    assert identities.contents("digits") == {}


def test_a_run_of_an_older_version_goes_on_as_before(begun, folder):
    record = run_directory.read(begun)
    del record["identity"]["contents"]
    (begun / "run.json").write_text(json.dumps(record))
    trees.write(folder, "0/0.png", size=(9, 9))
    run_directory.check(begun, identity_of(config(folder)))
    with pytest.raises(ValueError, match=r"dataset was 'folder:.*' and is now"):
        run_directory.check(begun, identity_of(config(f"{folder}/")))


def test_a_run_keeps_the_numbers_of_its_classes(folder):
    recipe = recipe_file.find("cgan")
    as_text = sorted(CLASSES)
    for record, order in (
        (None, CLASSES),
        ({"dataset": {"classes": as_text}}, as_text),
        ({"dataset": {"classes": ["cat", "dog"]}}, CLASSES),
        ({"dataset": {}}, CLASSES),
    ):
        data = RunData(config(folder), recipe, record)
        assert list(data.info.classes) == order
        images, labels = data.first(11)
        values = np.round((np.asarray(images)[:, 0, 0, 0] + 1) * 127.5)
        assert [int(order[label]) for label in labels] == values.tolist()


def test_real_images_have_the_numbers_of_the_model_s_classes(folder):
    classes = sorted(CLASSES)
    data = with_classes(f"folder:{folder}", classes, image_size=8)
    real = RealSamples(data, 11, 0).of("train")
    assert [int(classes[i]) for i in real["labels"]] == trees.values(real["images"])


def test_an_old_run_trains_and_is_exported_with_its_labels(folder, tmp_path):
    begun = config(folder, export=True, deterministic=True)
    train(begun, tmp_path / "run", verbose=False)
    assert zoo.load(tmp_path / "run" / "export").card["classes"] == CLASSES
    record = run_directory.read(tmp_path / "run")
    record["dataset"]["classes"] = sorted(CLASSES)
    del record["identity"]["contents"]
    (tmp_path / "run" / "run.json").write_text(json.dumps(record))
    train(dataclasses.replace(begun, steps=2), tmp_path / "run", verbose=False)
    loaded = zoo.load(tmp_path / "run" / "export")
    assert loaded.card["classes"] == sorted(CLASSES)
    assert loaded.labels(3, "2").tolist() == [3, 3, 3]


def test_names_that_are_not_utf8_are_recorded(tmp_path, capsys):
    root = os.fsdecode(os.fsencode(tmp_path) + b"/w\xfcst")
    trees.write(root, b"k\xe4se/0.png", "brot/0.png")
    train(config(root, export=True, sample_every=1), tmp_path / "run")
    record = run_directory.read(tmp_path / "run")
    assert record["identity"]["dataset"] == f"folder:{root}"
    assert record["dataset"]["classes"] == ["brot", r"k\xe4se"]
    loaded = zoo.load(tmp_path / "run" / "export")
    assert loaded.card["dataset"] == f"folder:{root}"
    assert loaded.labels(1, r"k\xe4se").tolist() == [1]
    train(dataclasses.replace(config(root), steps=2), tmp_path / "run")
    assert "going on from there" in capsys.readouterr().out


@pytest.mark.parametrize("what", ["workdir", "export_dir"])
def test_a_directory_that_is_not_utf8_is_refused_at_once(folder, tmp_path, what):
    bad = os.fsdecode(os.fsencode(tmp_path) + b"/w\xfcst")
    workdir = bad if what == "workdir" else tmp_path / "run"
    export_dir = {"export_dir": bad} if what == "export_dir" else {}
    with pytest.raises(ValueError, match=rf"--{what}=.*w\\xfcst is not UTF-8"):
        train(config(folder, **export_dir), workdir)
    assert not os.path.exists(bad)
    assert not os.path.exists(workdir)
