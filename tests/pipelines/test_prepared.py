"""Copies of datasets that are fast to read."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

import pipelines
from tests.pipelines import trees


def picture(i):
    pixels = np.random.default_rng(i).integers(0, 256, (20, 24, 3), np.uint8)
    return Image.fromarray(pixels)


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    folder = tmp_path_factory.mktemp("photos")
    for i in range(40):
        (folder / "ab"[i % 2]).mkdir(exist_ok=True)
        picture(i).save(folder / "ab"[i % 2] / f"{i}.png")
    return f"folder:{folder}"


@pytest.fixture(scope="module")
def data_dir(photos, tmp_path_factory):
    data_dir = str(tmp_path_factory.mktemp("data"))
    pipelines.prepare(photos, "my_photos", image_size=16, data_dir=data_dir)
    return data_dir


def by_content(name, **options):
    images, labels = pipelines.examples(name, labels=True, shuffle=False, **options)
    return sorted(zip([x.tobytes() for x in images], labels, strict=True))


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_copy_holds_the_same_examples(photos, data_dir, in_memory):
    copied = by_content("my_photos", data_dir=data_dir, in_memory=in_memory)
    assert copied == by_content(photos, image_size=16)
    info = pipelines.info("my_photos", data_dir=data_dir)
    assert info.classes == ("a", "b")
    assert (info.shape, info.examples) == ((16, 16, 3), {"train": 40})
    assert info.licence == "your own"


def test_many_shards_are_still_a_function_of_the_seed_and_step(data_dir):
    def steps(first, count, seed=1):
        options = {"in_memory": False, "seed": seed, "start_step": first}
        data = pipelines.load("my_photos", batch_size=8, data_dir=data_dir, **options)
        return np.array(list(data.take(count).as_numpy_iterator()))

    whole = steps(0, 12)
    assert_array_equal(whole[7:], steps(7, 5))
    assert not np.array_equal(whole, steps(0, 12, seed=2))
    for turn in (whole[:5], whole[5:10]):  # Every example once in each pass.
        assert len({x.tobytes() for batch in turn for x in batch}) == 40


def test_a_copy_keeps_splits_and_the_labels_of_a_file(tmp_path):
    names = ["train/a.png", "train/b.png", b"train/k\xe4se.png", "test/a.png"]
    root = f"folder:{trees.write(tmp_path / 'images', *names)}"
    file = tmp_path / "labels.csv"
    file.write_bytes(
        b"file,label\ntrain/a.png,10\ntrain/b.png,2\ntest/a.png,2\n"
        b"train/k\xe4se.png,k\xe4se\n"
    )
    data_dir = str(tmp_path)
    flags = {"label_file": str(file), "image_size": 8, "data_dir": data_dir}
    pipelines.prepare(root, "listed", **flags)
    info = pipelines.info("listed", data_dir=data_dir)
    assert info.classes == ("2", "10", r"k\xe4se")
    assert info.examples == {"train": 3, "test": 1}
    for split in info.examples:
        listed = by_content(root, split=split, **flags)
        assert by_content("listed", split=split, data_dir=data_dir) == listed


def test_pairs_can_be_prepared(tmp_path):
    for side in "AB":
        (tmp_path / "pairs" / side).mkdir(parents=True)
        for i in range(3):
            picture(i + 10 * (side == "B")).save(tmp_path / "pairs" / side / f"{i}.png")
    name, data_dir = f"pairs:{tmp_path / 'pairs'}", str(tmp_path)
    pipelines.prepare(name, "my_pairs", image_size=16, data_dir=data_dir)
    assert pipelines.info("my_pairs", data_dir=data_dir).pairs
    copied = pipelines.examples("my_pairs", data_dir=data_dir, shuffle=False)
    expected = pipelines.examples(name, image_size=16, shuffle=False)
    joined = [
        sorted(np.concatenate(x, axis=-1).tobytes() for x in zip(*pair, strict=True))
        for pair in (copied, expected)
    ]
    assert joined[0] == joined[1]


def test_splits_of_any_size_and_files_that_are_left_out(photos, tmp_path):
    for split, count in (("train", 20), ("val", 1)):
        (tmp_path / "pairs" / split).mkdir(parents=True)
        for i in range(count):
            pair = picture(i).resize((40, 20))
            pair.save(tmp_path / "pairs" / split / f"{i}.png")
    data_dir = str(tmp_path / "data")
    pipelines.prepare(
        f"pairs:{tmp_path / 'pairs'}", "few", image_size=8, data_dir=data_dir
    )
    assert pipelines.info("few", data_dir=data_dir).examples == {"train": 20, "val": 1}
    folder = tmp_path / "broken"
    folder.mkdir()
    for i in range(16):
        picture(i).save(folder / f"{i}.png")
    (folder / "no.png").write_text("no image")
    options = {"image_size": 8, "data_dir": data_dir, "skip_unreadable": True}
    pipelines.prepare(f"folder:{folder}", "broken", **options)
    assert pipelines.info("broken", data_dir=data_dir).examples == {"train": 16}


def test_a_copy_is_never_overwritten(photos, data_dir):
    with pytest.raises(FileExistsError, match="exists already"):
        pipelines.prepare(photos, "my_photos", image_size=16, data_dir=data_dir)


@pytest.mark.parametrize(
    ("name", "words"), [("My photos", "lower-case"), ("mnist", "There is a dataset")]
)
def test_names_that_cannot_be(photos, name, words):
    with pytest.raises(ValueError, match=words):
        pipelines.prepare(photos, name, image_size=16)


def test_what_cannot_be_prepared(photos):
    with pytest.raises(ValueError, match="nothing to prepare"):
        pipelines.prepare("ring", "my_ring")
    with pytest.raises(ValueError, match="name the size"):
        pipelines.prepare(photos, "my_other_photos")
