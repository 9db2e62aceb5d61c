"""Folders as splits and classes: what is which, and what is said of it."""

import numpy as np
import pytest

import pipelines
from tests.pipelines import trees


def info(root, *names):
    return pipelines.info(f"folder:{trees.write(root, *names)}")


@pytest.mark.parametrize(
    ("layout", "train", "held_out", "other"),
    [
        ("{split}/{name}/0.png", "train", "test", "test"),
        ("{split}/{name}/0.png", "Training", "Validation", "val"),
        ("{split}/{name}/0.png", "training_set", "test_set", "test"),
        ("{split}/{name}/deeper/0.png", "TRAIN", "dev", "val"),
        ("{name}/{split}/0.png", "train", "valid", "val"),
        ("photos/{split}/{name}/0.png", "train", "testing", "test"),
    ],
)
def test_splits_are_no_classes(tmp_path, layout, train, held_out, other):
    names = [
        layout.format(split=split, name=name)
        for split in (train, held_out)
        for name in ("cat", "dog")
    ]
    found = info(tmp_path, *names)
    assert found.classes == ("cat", "dog")
    assert found.examples == {"train": 2, other: 2}
    images, labels = pipelines.examples(
        f"folder:{tmp_path}", split=other, image_size=8, labels=True, shuffle=False
    )
    assert trees.values(images) == [2, 3]
    assert labels.tolist() == [0, 1]


def test_splits_without_classes(tmp_path):
    found = info(tmp_path, "train/0.png", "train/1.png", "val/0.png")
    assert (found.classes, found.examples) == ((), {"train": 2, "val": 1})


def test_a_folder_of_one_split(tmp_path):
    found = info(tmp_path / "one", "train/cat/0.png", "train/dog/0.png")
    assert (found.classes, found.examples) == (("cat", "dog"), {"train": 2})
    assert info(tmp_path / "other", "test/0.png").examples == {"test": 1}


def test_classes_are_those_of_all_splits(tmp_path, capsys):
    found = info(tmp_path, "train/a10/0.png", "train/a9/0.png", "test/a11/0.png")
    assert found.classes == ("a9", "a10", "a11")
    assert "train holds no images of some classes: a11." in capsys.readouterr().out


def test_held_out_images_without_classes_are_left_out(tmp_path, capsys):
    names = [f"test/{i}.png" for i in range(5)]
    found = info(tmp_path, "train/cat/0.png", "train/dog/0.png", *names)
    assert (found.classes, found.examples) == (("cat", "dog"), {"train": 2})
    assert "test/0.png and 4 more: they lie beside" in capsys.readouterr().out


def test_classes_may_be_called_as_splits_are(tmp_path, capsys):
    found = info(tmp_path, "test/0.png", "other/0.png", "third/0.png")
    assert found.classes == ("other", "test", "third")
    said = capsys.readouterr().out
    assert "test is no split, but a class as other, third is" in said
    assert info(tmp_path / "b", "bus/0.png", "train/0.png").classes == ("bus", "train")


@pytest.mark.parametrize(
    "names",
    [
        ("train/0.png", "test/0.png", "extra/0.png"),
        ("test/cat/0.png", "test/dog/0.png", "cat/0.png", "dog/0.png"),
        ("0.png", "1.png", "2.png", "test/0.png"),
        ("cat/0.png", "cat/test/0.png", "dog/0.png", "dog/test/0.png"),
    ],
)
def test_held_out_images_are_never_trained_on_by_mistake(tmp_path, names):
    with pytest.raises(ValueError, match=r"there are .* beside .* If these are splits"):
        info(tmp_path, *names)


def test_two_folders_of_one_split_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"Training, train under .* mean the same"):
        info(tmp_path, "train/0.png", "Training/1.png")


def test_stray_images_are_named_and_take_no_classes_away(tmp_path, capsys):
    pets = ("cat/0.png", "cat/1.png", "dog/0.png", "dog/1.png")
    for _ in range(2):
        found = info(tmp_path, *pets, "preview.png")
        assert (found.classes, found.examples) == (("cat", "dog"), {"train": 4})
    said = capsys.readouterr().out
    assert said == (
        f"Left out {tmp_path / 'preview.png'}: it lies beside the class folders. Move "
        "images into one of them, or away.\n"
    )
    splits = info(tmp_path / "b", "train/a/0.png", "train/b/0.png", "cover.png")
    assert (splits.classes, splits.examples) == (("a", "b"), {"train": 2})
    assert info(tmp_path / "c", *(f"train/{n}" for n in pets), "train/c.png").classes


def test_many_images_beside_folders_are_the_folder(tmp_path, capsys):
    names = [f"{i}.png" for i in range(5)]
    found = info(tmp_path, *names, "more/0.png", "more/1.png")
    assert (found.classes, found.examples) == ((), {"train": 7})
    assert "no classes: more." in capsys.readouterr().out


def test_a_folder_around_the_classes_is_said(tmp_path, capsys):
    assert info(tmp_path, "imgs/cat/0.png", "imgs/dog/0.png").classes == ("imgs",)
    said = capsys.readouterr().out
    assert "imgs is the only class" in said
    assert "classes of what is in it: cat, dog." in said


def test_classes_are_in_natural_order(tmp_path):
    found = info(tmp_path, *(f"{i}/0.png" for i in range(12)))
    assert found.classes == tuple(map(str, range(12)))


def test_classes_in_another_order(tmp_path):
    root = trees.write(tmp_path, *(f"{i}/0.png" for i in range(12)))
    given = sorted(map(str, range(12)))
    reading = {"classes": given, "image_size": 8, "shuffle": False}
    assert pipelines.info(f"folder:{root}", classes=given).classes == tuple(given)
    images, labels = pipelines.examples(f"folder:{root}", labels=True, **reading)
    named = [int(given[label]) for label in labels]
    assert named == trees.values(images)
    few, labels = pipelines.few_labels(
        f"folder:{root}", labels_per_class=1, seed=0, image_size=8, classes=given
    )
    assert [int(given[label]) for label in labels] == trees.values(few)
    with pytest.raises(ValueError, match=r"has the classes 0, 1, .* Received: 1, 2"):
        pipelines.info(f"folder:{root}", classes=("1", "2"))
    with pytest.raises(ValueError, match=r"'digits' has the classes .* Received"):
        pipelines.info("digits", classes=("1", "2"))


def test_names_of_numpy_are_plain_in_messages():
    names = np.array(["1", "digit"])
    with pytest.raises(ValueError, match=r"Received: \('1', 'digit'\)"):
        pipelines.info("digits", classes=names)
    with pytest.raises(ValueError, match="Unknown dataset 'digit'"):
        pipelines.info(names[1])
