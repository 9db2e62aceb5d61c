"""Labels of a folder's images out of a CSV or JSON file."""

import json

import pytest

import pipelines
from tests.pipelines import trees

STYLEGAN = {"labels": [["00000/b.png", 10], ["00000/a.png", 2], ["00001/c.png", 10]]}


def labelled(root, content, name="dataset.json", **options):
    file = root / name
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return {"label_file": str(file), "image_size": 8, "shuffle": False, **options}


@pytest.fixture
def folder(tmp_path):
    trees.write(tmp_path, "00000/a.png", "00000/b.png", "00001/c.png")
    return tmp_path


CASES = {
    "dataset.json": (STYLEGAN, ("2", "10")),
    "map.JSON": ({"00000/a.png": "x", "./00000/b.png": "y", "00001/c.png": "y"}, "xy"),
    "list.csv": (
        "\ufefffile,size,label\n00000/b.png,8,dög\n00000/a.png,8,cat\n00001/c.png,8,dög",
        ("cat", "dög"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_classes_are_as_the_file_says(folder, name, capsys):
    content, classes = CASES[name]
    options = labelled(folder, content, name)
    root, file = f"folder:{folder}", options["label_file"]
    assert pipelines.info(root, label_file=file).classes == tuple(classes)
    images, labels = pipelines.examples(root, labels=True, **options)
    assert trees.values(images) == [0, 1, 2]
    assert labels.tolist() == [0, 1, 1]
    images = pipelines.examples(root, **options)
    assert trees.values(images) == [0, 1, 2]
    assert capsys.readouterr().out == ""


def test_few_labels_of_a_file(folder):
    few, labels = pipelines.few_labels(
        f"folder:{folder}",
        labels_per_class=1,
        seed=0,
        image_size=8,
        label_file=labelled(folder, STYLEGAN)["label_file"],
    )
    assert trees.values(few)[0] == 0
    assert labels.tolist() == [0, 1]


def test_folders_are_splits_all_the_same(tmp_path):
    trees.write(tmp_path, "train/a.png", "train/b.png", "test/a.png")
    classes = {"train/a.png": "x", "train/b.png": "y", "test/a.png": "y"}
    options = labelled(tmp_path, classes, labels=True, split="test")
    images, labels = pipelines.examples(f"folder:{tmp_path}", **options)
    assert (trees.values(images), labels.tolist()) == ([2], [1])


def test_a_flat_folder_has_no_strays(tmp_path):
    trees.write(tmp_path, "a.png", "b.png", "more/c.png", "more/d.png")
    classes = dict.fromkeys(("a.png", "b.png", "more/c.png", "more/d.png"), 0)
    file = labelled(tmp_path, classes)["label_file"]
    found = pipelines.info(f"folder:{tmp_path}", label_file=file)
    assert (found.classes, found.examples) == (("0",), {"train": 4})


REFUSED = {
    "not listed": (
        {"00000/a.png": "x"},
        r"not list 00000/b\.png, 00001/c\.png of",
    ),
    "missing": (
        {**dict(STYLEGAN["labels"]), "d.png": 1},
        r"lists d\.png, and .* holds no such images",
    ),
    "no header": ("00000/a.png,cat\n", "its first line is '00000/a.png,cat'.*Expected"),
    "other header": ("name;label\n", "its first line is 'name;label'"),
    "empty": ("", "its first line is ''"),
    "short row": ("file,label\na.png\n", "the class of 'a.png' is None"),
    "no class": ("file,label\na.png,\n", "the class of 'a.png' is ''"),
    "twice": ("file,label\na.png,x\n./a.png,y\n", "'a.png' is listed twice"),
    "no labels": ({"labels": None}, "the class of 'labels' is None"),
    "vectors": (
        {"labels": [["a.png", [0.5, 1]]]},
        r"of 'a.png' is \[0\.5, 1",
    ),
    "fractions": ({"a.png": 0.5}, r"the class of 'a.png' is 0\.5"),
    "truth": ({"a.png": True}, "the class of 'a.png' is True"),
    "no pairs": ({"labels": [["a.png"]]}, "its labels are no pairs"),
    "a list": ([["a.png", 1]], "it is no object"),
    "no JSON": ("{", "Expecting property name"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(folder, case):
    content, words = REFUSED[case]
    is_json = not isinstance(content, str) or content == "{"
    file = labelled(folder, content, "l.json" if is_json else "l.csv")["label_file"]
    with pytest.raises(ValueError, match=words):
        pipelines.info(f"folder:{folder}", label_file=file)


def test_labels_that_are_not_there(folder):
    with pytest.raises(ValueError, match=r"none\.csv cannot be read: No such file"):
        pipelines.info(f"folder:{folder}", label_file=str(folder / "none.csv"))
    for name in ("digits", "pairs:x"):
        with pytest.raises(ValueError, match="Labels from a file are for folder:PATH"):
            pipelines.load(name, batch_size=1, label_file="none.csv")


def test_many_that_are_not_listed_are_counted(tmp_path):
    trees.write(tmp_path, *(f"{i}.png" for i in range(9)))
    file = labelled(tmp_path, {})["label_file"]
    with pytest.raises(ValueError, match=r"list 0\.png, 1\.png, 2\.png and 6 more"):
        pipelines.info(f"folder:{tmp_path}", label_file=file)


def test_names_in_csv_need_not_be_utf8(tmp_path):
    trees.write(tmp_path, b"k\xe4se.png", b"brot.png")
    file = tmp_path / "l.csv"
    file.write_bytes(b"file,label\nk\xe4se.png,gr\xfcn\nbrot.png,braun\n")
    found = pipelines.info(f"folder:{tmp_path}", label_file=str(file))
    assert found.classes == ("braun", r"gr\xfcn")
