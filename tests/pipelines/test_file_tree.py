"""What of a folder is read: files of which kinds and names, behind which links."""

import io
import os

import pytest
import tensorflow as tf
from PIL import Image

import pipelines
from pipelines.folders import file_tree
from tests.pipelines import trees

PETS = [f"{name}/{i}.png" for name in ("cat", "dog") for i in range(3)]


def info(root, kind="folder"):
    return pipelines.info(f"{kind}:{root}")


@pytest.mark.parametrize(
    "left",
    [
        ".ipynb_checkpoints/0-checkpoint.png",
        "cat/.ipynb_checkpoints/0-checkpoint.png",
        "__MACOSX/cat/._0.png",
        "@eaDir/0.png/SYNOPHOTO_THUMB_M.png",
        "dog/@eaDir/0.png",
        "$Recycle.Bin/a.png",
        "lost+found/a.png",
        "System Volume Information/a.png",
        "dog/.hidden.png",
        "cat/Thumbs.db",
    ],
)
def test_what_systems_leave_behind_is_passed_over(tmp_path, left, capsys):
    trees.write(tmp_path, *PETS, left)
    found = info(tmp_path)
    assert found.classes == ("cat", "dog")
    assert found.examples == {"train": 6}
    assert capsys.readouterr().out == ""


def test_pairs_pass_over_the_same(tmp_path):
    pair = ("A/0.png", "B/0.png")
    trees.write(tmp_path, *pair, "A/.ipynb_checkpoints/0.png", "__MACOSX/A/._0.png")
    assert info(tmp_path, "pairs").examples == {"train": 1}


def test_a_hidden_folder_can_be_named(tmp_path):
    trees.write(tmp_path / ".cache" / "set", *PETS)
    assert info(tmp_path / ".cache" / "set").examples == {"train": 6}


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (".JPG", "JPEG"),
        (".jfif", "JPEG"),
        (".jpe", "JPEG"),
        (".avif", "AVIF"),
        (".ppm", "PPM"),
        (".pgm", "PPM"),
        (".jp2", "JPEG2000"),
        (".tga", "TGA"),
    ],
)
def test_every_kind_that_pillow_reads_is_read(tmp_path, ending, kind):
    Image.new("L" if ending == ".pgm" else "RGB", (8, 8), "white").save(
        tmp_path / f"a{ending}", kind
    )
    images = pipelines.examples(f"folder:{tmp_path}", image_size=8)
    assert images.shape == (1, 8, 8, 3)
    assert images.min() > 250


def test_files_of_other_kinds_are_counted_once(tmp_path, capsys):
    trees.write(tmp_path, "a.png")
    for name in ("1.heic", "2.HEIC", "notes.txt", "README"):
        (tmp_path / name).touch()
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    os.mkfifo(tmp_path / "pipe.png")
    for _ in range(2):
        assert info(tmp_path).examples == {"train": 1}
    said = capsys.readouterr().out
    assert said.startswith("Passed over 6 files: 2 *.heic, ")
    for kind in ("1 *.txt", "1 without an ending", "1 broken links", "1 special files"):
        assert kind in said
    assert said.count("\n") == 1
    (tmp_path / "3.heic").touch()
    info(tmp_path)
    assert "Passed over 7 files: 3 *.heic" in capsys.readouterr().out


def test_a_folder_of_other_kinds_alone_says_which(tmp_path):
    (tmp_path / "1.heic").touch()
    with pytest.raises(ValueError, match=r"holds no images.*It holds 1 \*\.heic"):
        info(tmp_path)


def test_linked_folders_are_followed_once(tmp_path, capsys):
    far, here = tmp_path / "far", tmp_path / "here"
    trees.write(far, "dog/0.png", "dog/1.png")
    trees.write(here, "cat/0.png")
    (here / "dog").symlink_to(far / "dog")
    assert info(here).classes == ("cat", "dog")
    assert info(here).examples == {"train": 3}
    # To the folder itself, above it, beside it, and to where another link leads.
    for name, target in (
        ("cat/loop", here),
        ("cat/self", here / "cat" / "self"),
        ("kitten", here / "cat"),
        ("puppy", far / "dog"),
    ):
        (here / name).symlink_to(target)
    assert info(here).classes == ("cat", "dog")
    assert info(here).examples == {"train": 3}
    said = capsys.readouterr().out
    for name, first in (("kitten", "cat"), ("puppy", "dog")):
        assert f"Passed over {here / name}: it leads to {here / first}, which" in said


def test_a_folder_that_is_a_link_itself(tmp_path):
    trees.write(tmp_path / "far", *PETS)
    (tmp_path / "link").symlink_to(tmp_path / "far")
    assert info(tmp_path / "link").classes == ("cat", "dog")


def test_a_folder_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    trees.write(tmp_path, *PETS)
    listed = os.scandir

    def refuse(folder):  # What the superuser is never refused.
        if str(folder).endswith("dog"):
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(ValueError, match=r"dog cannot be read: Permission denied"):
        info(tmp_path)


def test_numbers_in_names_have_their_order():
    names = ["10", "2", "b10", "b9a", "b9", "02", "", "a-1", "a1", "Z"]
    ordered = sorted(names, key=file_tree.natural)
    assert ordered == ["", "02", "2", "10", "Z", "a1", "a-1", "b9", "b9a", "b10"]


@pytest.mark.parametrize("in_memory", [True, False])
def test_names_that_are_not_utf8(tmp_path, in_memory, capsys):
    root = os.fsdecode(os.fsencode(tmp_path) + b"/w\xfcst")
    trees.write(root, "brot/a.png", b"k\xe4se/\xf6.png", b"k\xe4se/\xf6.gr\xfcn")
    data = pipelines.load(
        f"folder:{root}",
        batch_size=2,
        image_size=8,
        labels=True,
        shuffle=False,
        in_memory=in_memory,
    )
    images, labels = next(iter(data))
    assert trees.values(images) == [0, 1]
    assert labels.numpy().tolist() == [0, 1]
    assert info(root).classes == ("brot", r"k\xe4se")
    assert r"*.gr\xfcn" in capsys.readouterr().out


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_broken_file_whose_name_is_not_utf8(tmp_path, in_memory, caplog):
    trees.write(tmp_path, "a.png")
    broken = os.fsdecode(os.fsencode(tmp_path) + b"/k\xe4se.png")
    with open(broken, "wb") as file:
        file.write(trees.png()[:40])
    options = {"batch_size": 1, "image_size": 8, "in_memory": in_memory}
    whole = pipelines.load(f"folder:{tmp_path}", skip_unreadable=True, **options)
    assert trees.values(next(iter(whole))) == [0]
    assert r"k\xe4se.png cannot be decoded" in caplog.text
    with pytest.raises((ValueError, tf.errors.OpError)):
        list(pipelines.load(f"folder:{tmp_path}", repeat=False, **options))
    with pytest.raises(ValueError, match=r"se\.png cannot be decoded"):
        pipelines.check(f"folder:{tmp_path}")


def test_pairs_whose_names_are_not_utf8(tmp_path):
    trees.write(tmp_path, b"A/k\xe4se.png", b"B/k\xe4se.png")
    sources, targets = pipelines.examples(f"pairs:{tmp_path}", image_size=8)
    assert trees.values(sources) + trees.values(targets) == [0, 1]


def test_kinds_of_files_are_named_up_to_a_number(tmp_path, capsys):
    trees.write(tmp_path, "a.png")
    for i in range(9):
        (tmp_path / f"a.{i}").write_bytes(io.BytesIO().getvalue())
    info(tmp_path)
    assert capsys.readouterr().out.count("*.") == file_tree.KINDS_NAMED
