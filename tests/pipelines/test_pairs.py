"""Pairs: of one's own in files, and their jitter."""

import shutil

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

import pipelines

COUNT = 6


def noise(seed, width=24, height=24):
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (height, width, 3), np.uint8)


def save(pixels, *path):
    file = path[0].joinpath(*path[1:])
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(file)


@pytest.fixture
def beside(tmp_path):
    """Files that hold source and target side by side."""
    for i in range(COUNT):
        save(np.hstack([noise(i), noise(100 + i)]), tmp_path / "one", f"{i}.png")
    return tmp_path / "one"


@pytest.fixture
def apart(tmp_path):
    """The same pairs in folders A and B."""
    for i in range(COUNT):
        save(noise(i), tmp_path / "two", "A", f"{i}.png")
        save(noise(100 + i), tmp_path / "two", "B", f"{i}.png")
    return tmp_path / "two"


def load(folder, kind="pairs", **kwargs):
    arguments = {"batch_size": 4, "image_size": 16, "seed": 0, **kwargs}
    return pipelines.load(f"{kind}:{folder}", **arguments)


def take(data, steps=4):
    """Arrays [steps, 2, B, H, W, C] of sources and targets."""
    return np.array(list(data.take(steps).as_numpy_iterator()))


def test_the_contract(beside):
    spec = tf.TensorSpec((4, 16, 16, 3), tf.uint8)
    assert load(beside).element_spec == (spec, spec)
    moved = tf.TensorSpec((4, 16, 16, 3), tf.float32)
    assert load(beside, jitter=True).element_spec == (moved, moved)
    info = pipelines.info(f"pairs:{beside}")
    assert info.pairs
    assert info.classes == ()
    assert info.examples == {"train": COUNT}
    assert info.source == str(beside)


def test_the_left_half_is_the_source(beside):
    data = load(beside, image_size=24, batch_size=COUNT, shuffle=False)
    sources, targets = next(iter(data))
    for i in range(COUNT):
        assert_array_equal(sources[i], noise(i))
        assert_array_equal(targets[i], noise(100 + i))


@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize("jitter", [True, False])
def test_both_layouts_give_the_same_batches(beside, apart, in_memory, jitter):
    kwargs = {"in_memory": in_memory, "jitter": jitter}
    assert_array_equal(take(load(beside, **kwargs)), take(load(apart, **kwargs)))


def test_both_ways_of_reading_agree(beside):
    held, read = (load(beside, in_memory=held) for held in (True, False))
    assert_array_equal(take(held), take(read))


@pytest.mark.parametrize("layout", ["beside", "apart"])
def test_from_b_to_a(layout, request):
    folder = request.getfixturevalue(layout)
    forth, back = take(load(folder)), take(load(folder, "pairs_ba"))
    assert_array_equal(forth[:, 0], back[:, 1])
    assert_array_equal(forth[:, 1], back[:, 0])


@pytest.mark.parametrize(
    "layout",
    [
        "{split}/{i}.png",
        "{split}/{side}/{i}.png",
        "{side}/{split}/{i}.png",
        "{split}/{side}/deeper/{i}.png",
    ],
)
def test_folders_of_splits(tmp_path, layout):
    counts = {"train": 4, "test": 2, "val": 3}
    for split, count in counts.items():
        for i in range(count):
            seed = 10 * i + len(split)
            sides = {"A": noise(seed), "B": noise(100 + seed)}
            if "side" not in layout:
                sides = {"": np.hstack(list(sides.values()))}
            for side, pixels in sides.items():
                save(pixels, tmp_path, layout.format(split=split, side=side, i=i))
    assert pipelines.info(f"pairs:{tmp_path}").examples == counts
    data = load(tmp_path, split="val", batch_size=3, image_size=24, shuffle=False)
    sources, targets = next(iter(data))
    assert_array_equal(sources[2], noise(23))
    assert_array_equal(targets[2], noise(123))


def test_sources_and_targets_may_be_of_many_modes(tmp_path):
    grey = noise(0)[..., 0]
    save(grey, tmp_path, "A", "0.png")
    save(noise(1), tmp_path, "B", "0.bmp")
    data = load(tmp_path, batch_size=1, image_size=24)
    sources, targets = next(iter(data))
    assert_array_equal(sources[0], np.repeat(grey[..., None], 3, axis=-1))
    assert_array_equal(targets[0], noise(1))
    sources, targets = next(iter(load(tmp_path, batch_size=1, channels=1)))
    assert sources.shape == targets.shape == (1, 16, 16, 1)


def test_wide_pairs_are_cut_to_the_central_square_of_each(tmp_path):
    half = np.zeros((10, 30, 3), np.uint8)
    half[:, 10:20] = 255
    save(half, tmp_path, "A", "0.png")
    save(255 - half, tmp_path, "B", "0.png")
    sources, targets = next(iter(load(tmp_path, batch_size=1, image_size=8)))
    assert_array_equal(sources, np.full((1, 8, 8, 3), 255))
    assert_array_equal(targets, np.zeros((1, 8, 8, 3)))


@pytest.mark.parametrize("width", [24, 49, 60])
def test_a_picture_that_is_no_pair_is_named(beside, width):
    save(noise(0, width=width), beside, "other.png")
    words = rf"other\.png holds no pair: .* Received: {width} x 24 .*A/B, source/target"
    with pytest.raises(ValueError, match=words):
        load(beside)
    with pytest.raises(ValueError, match=words):
        pipelines.check(f"pairs:{beside}")


@pytest.mark.parametrize(
    "layout",
    [
        ("A", "B"),
        ("a", "b"),
        ("Input", "Target"),
        ("inputs", "targets"),
        ("source", "target"),
        ("images", "masks"),
        ("trainA", "trainB", "testA", "testB"),
        ("train_images", "train_masks", "val_images", "val_masks"),
        ("input_train", "target_train", "input_valid", "target_valid"),
        ("Training/input", "Training/output", "Testing/input", "Testing/output"),
        ("maps/train/A", "maps/train/B", "maps/test/A", "maps/test/B"),
        ("images/train", "masks/train", "images/test", "masks/test"),
    ],
)
def test_layouts_of_sources_and_targets(tmp_path, layout):
    for folder, target in zip(layout, 2 * [False, True], strict=False):
        for i in range(2):
            save(noise(i + 100 * target), tmp_path, folder, f"{i}.png")
    found = pipelines.info(f"pairs:{tmp_path}").examples
    held_out = [split for split in found if split != "train"]
    assert list(found.values()) == [2] * (len(layout) // 2)
    assert found["train"]
    for split in ["train", *held_out]:
        data = load(tmp_path, split=split, batch_size=2, image_size=24, shuffle=False)
        sources, targets = next(iter(data))
        assert_array_equal(sources, [noise(0), noise(1)])
        assert_array_equal(targets, [noise(100), noise(101)])


def test_folders_of_other_names_are_no_halves(tmp_path):
    for folder in ("photos", "sketches"):
        for split in ("train", "test"):
            save(noise(0, width=48), tmp_path, split, folder, "0.png")
    with pytest.raises(ValueError, match=r"photos and sketches .* A/B, source/target"):
        pipelines.info(f"pairs:{tmp_path}")
    # Of other names, they are folders of pairs.
    shutil.move(tmp_path / "train/photos/0.png", tmp_path / "train/photos/1.png")
    shutil.move(tmp_path / "test/photos/0.png", tmp_path / "test/photos/1.png")
    assert pipelines.info(f"pairs:{tmp_path}").examples == {"train": 2, "test": 2}


def test_two_kinds_of_sides_are_refused(tmp_path):
    for folder in ("A", "B", "images", "masks"):
        save(noise(0), tmp_path, folder, "0.png")
    with pytest.raises(ValueError, match=r"several kinds .*: A/B, images/masks"):
        pipelines.info(f"pairs:{tmp_path}")


def test_pictures_of_pairs_may_lie_in_a_folder_of_images(tmp_path):
    save(np.hstack([noise(0), noise(1)]), tmp_path, "train_images", "0.png")
    save(np.hstack([noise(2), noise(3)]), tmp_path, "test_images", "0.png")
    assert pipelines.info(f"pairs:{tmp_path}").examples == {"train": 1, "test": 1}
    assert take(load(tmp_path, batch_size=1), 1).shape == (1, 2, 1, 16, 16, 3)


def test_partners_of_different_size_are_named(apart):
    save(noise(0, width=20), apart, "B", "3.png")
    with pytest.raises(
        ValueError, match=r"A/3\.png of 24 x 24 pixels and .*B/3\.png of 20 x 24"
    ):
        load(apart)


def test_the_camera_s_rotation_counts_for_the_size(apart):
    exif = Image.Exif()
    exif[0x0112] = 6  # Lying on its side.
    for side in "AB":
        save(noise(9, width=30), apart, side, "9.jpg")
    turned = Image.fromarray(noise(9, width=24, height=30))
    turned.save(apart / "B" / "9.jpg", exif=exif)
    load(apart)


@pytest.mark.parametrize(("side", "other"), ["AB", "BA"])
def test_a_file_without_its_partner_is_named(apart, side, other):
    save(noise(0), apart, side, "alone.png")
    message = rf"{side}/alone\.png has no partner.*in folder {other}"
    with pytest.raises(ValueError, match=message):
        load(apart)


def test_two_files_of_one_stem_are_named(apart):
    save(noise(0), apart, "A", "0.bmp")
    with pytest.raises(ValueError, match=r"0\.bmp and .*0\.png have one stem"):
        load(apart)


def test_files_outside_of_the_folders_are_named(apart):
    save(noise(0), apart, "stray.png")
    with pytest.raises(ValueError, match=r"stray\.png lies outside of the .* A, B"):
        load(apart)
    shutil.move(apart / "stray.png", apart / "A" / "stray.png")
    save(noise(0), apart, "train", "B", "stray.png")
    with pytest.raises(ValueError, match="outside of the folders train, test, val"):
        load(apart)


def test_an_empty_folder_says_what_it_looked_for(tmp_path):
    with pytest.raises(ValueError, match=r"holds no images.*\*\.png"):
        load(tmp_path)
    with pytest.raises(ValueError, match="Check the path of pairs:PATH"):
        load(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="Name the folder: pairs_ba:PATH"):
        load("", "pairs_ba")


def test_pairs_have_no_labels(beside):
    with pytest.raises(ValueError, match="has no labels"):
        load(beside, labels=True)
    with pytest.raises(ValueError, match="'photo_edges' has no labels"):
        pipelines.load("photo_edges", batch_size=4, labels=True)


def test_pairs_of_unknown_size_need_one(beside):
    with pytest.raises(ValueError, match="differ in size; name the size"):
        load(beside, image_size=None)


def test_a_split_that_is_not_there(beside):
    with pytest.raises(ValueError, match=r"Unknown split.*Known: train"):
        load(beside, split="test")


@pytest.mark.parametrize("in_memory", [True, False])
def test_unreadable_pairs_are_named_or_left_out(apart, in_memory, capsys):
    (apart / "B" / "2.png").write_text("this is not a picture")
    kwargs = {"in_memory": in_memory, "batch_size": 5}
    with pytest.raises(
        (ValueError, tf.errors.OpError), match=r"B/2\.png cannot be decoded"
    ):
        take(load(apart, **kwargs), 2)
    assert len(take(load(apart, skip_unreadable=True, **kwargs), 1)) == 1
    assert "Left out 1 of 6 pairs" in capsys.readouterr().out


@pytest.fixture(params=[True, False])
def copies(tmp_path, request):
    """Loads pairs whose target is a copy of the source."""
    for i in range(COUNT):
        save(np.hstack([noise(i), noise(i)]), tmp_path, f"{i}.png")

    def load_jittered(**kwargs):
        return load(tmp_path, jitter=True, in_memory=request.param, **kwargs)

    return load_jittered


def test_jitter_befalls_both_halves_alike(copies):
    batches = take(copies(), 10)
    assert_array_equal(batches[:, 0], batches[:, 1])


def test_jitter_differs_between_steps_and_rows(tmp_path):
    save(np.hstack([noise(0), noise(0)]), tmp_path, "0.png")
    for i in range(1, 4):
        shutil.copy(tmp_path / "0.png", tmp_path / f"{i}.png")
    views = take(load(tmp_path, jitter=True, image_size=24), 5)[:, 0]
    views = {view.tobytes() for view in views.reshape(20, 24, 24, 3)}
    assert len(views) > 15  # Of 4 x 4 places, and the mirror's two.


def test_jitter_is_a_function_of_the_seed_and_step(copies):
    whole = take(copies(), 7)
    assert_array_equal(whole, take(copies(), 7))
    assert_array_equal(whole[5:], take(copies(start_step=5), 2))
    assert not np.array_equal(whole, take(copies(seed=1), 7))


def test_replicas_jitter_their_rows_as_one_device_does(copies):
    whole = take(copies())
    shares = [take(copies(replica=i, replicas=2)) for i in range(2)]
    assert_array_equal(np.concatenate(shares, axis=2), whole)


def test_jitter_enlarges_crops_and_mirrors(tmp_path):
    # Columns and rows count up, so that a view shows where it was taken.
    ramp = np.arange(256, dtype=np.uint8)
    plane = np.stack([*np.meshgrid(ramp, ramp), np.zeros((256, 256))], axis=-1)
    save(np.hstack([np.uint8(plane)] * 2), tmp_path, "0.png")
    data = load(tmp_path, batch_size=1, image_size=256, jitter=True)
    places, mirrored = [], []
    for sources, _ in data.take(60):
        view = (sources[0].numpy() + 1) * 127.5
        assert view.shape == (256, 256, 3)
        across, down = view[128, :, 0], view[:, 128, 1]
        mirrored.append(across[0] > across[-1])
        for line in (np.sort(across), down):
            # 286 pixels to 256: a view of 256 spans 255 * 256 / 286 of the values.
            inner = line[(line > 1) & (line < 254)]
            assert_allclose(np.diff(inner), 256 / 286, atol=1e-3)
            places.append(line[100] * 286 / 256)
    assert 15 < sum(mirrored) < 45
    spread = np.ptp(places)
    assert 25 < spread <= 30.5


def test_the_order_is_that_without_jitter(tmp_path):
    for i in range(COUNT):
        save(np.full((8, 16, 3), 40 * i, np.uint8), tmp_path, f"{i}.png")
    plain, jittered = take(load(tmp_path)), take(load(tmp_path, jitter=True))
    assert_allclose(
        plain / 127.5 - 1, jittered, atol=1e-6
    )  # There is nothing to move about.


@pytest.mark.parametrize("name", ["digits", "ring", "textures"])
def test_jitter_without_pairs_is_refused(name):
    with pytest.raises(ValueError, match=f"`jitter` is for pairs, and '{name}'"):
        pipelines.load(name, batch_size=4, jitter=True)


@pytest.mark.parametrize("jitter", [True, False])
def test_pairs_of_tfds_are_streamed_as_well(jitter):
    def photo_edges(**kwargs):
        arguments = {"batch_size": 16, "seed": 0, "jitter": jitter, **kwargs}
        return pipelines.load("photo_edges", split="test", **arguments)

    streamed = take(photo_edges(in_memory=False), 6)
    assert streamed.shape == (6, 2, 16, 64, 64, 3)
    rest = take(photo_edges(in_memory=False, start_step=4), 2)
    assert_array_equal(streamed[4:], rest)
    halves = [
        take(photo_edges(in_memory=False, replica=i, replicas=2), 2) for i in range(2)
    ]
    assert_array_equal(streamed[:2], np.concatenate(halves, axis=2))
    one, other = (
        take(photo_edges(in_memory=held, shuffle=False), 3) for held in (True, False)
    )
    assert_array_equal(one, other)


def test_photo_edges_resume_and_share_with_jitter():
    def batches(steps, **kwargs):
        arguments = {"batch_size": 8, "seed": 2, "jitter": True, **kwargs}
        return take(pipelines.load("photo_edges", split="test", **arguments), steps)

    whole = batches(5)
    assert_array_equal(whole[3:], batches(2, start_step=3))
    shares = [batches(5, replica=i, replicas=2) for i in range(2)]
    assert_array_equal(whole, np.concatenate(shares, axis=2))
