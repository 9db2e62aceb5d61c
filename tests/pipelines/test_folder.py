"""Folders as people have them: many modes, and broken files."""

import io
import time
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal
from PIL import Image

import pipelines
from pipelines.folders import file_source


def picture(seed, size=(40, 24), mode="RGB"):
    random = np.random.default_rng(seed)
    shape = (size[1], size[0], 3)
    return Image.fromarray(random.integers(0, 256, shape, np.uint8)).convert(mode)


@pytest.fixture
def folder(tmp_path):
    for i in range(12):
        file = tmp_path / ("cats" if i % 3 else "dogs") / f"{i:02}.png"
        file.parent.mkdir(exist_ok=True)
        picture(i).save(file)
    (tmp_path / "notes.txt").write_text("not an image, and not named as one")
    return tmp_path


def load(folder, **kwargs):
    arguments = {"batch_size": 4, "image_size": 16, "seed": 0, **kwargs}
    return pipelines.load(f"folder:{folder}", **arguments)


def all_of(data):
    return np.concatenate(list(data.as_numpy_iterator()))


@pytest.mark.parametrize("in_memory", [True, False])
def test_images_come_out_square_and_as_bytes(folder, in_memory):
    data = load(folder, in_memory=in_memory)
    assert data.element_spec == tf.TensorSpec((4, 16, 16, 3), tf.uint8)
    images = next(iter(data))
    assert np.min(images) < 128 < np.max(images)


def test_both_ways_of_reading_agree(folder):
    kwargs = {"repeat": False, "labels": True}
    one, other = load(folder, **kwargs), load(folder, in_memory=False, **kwargs)
    for (images, labels), (same, also) in zip(one, other, strict=True):
        assert_array_equal(images, same)
        assert_array_equal(labels, also)


def test_sub_folders_are_classes(folder):
    info = pipelines.info(f"folder:{folder}")
    assert info.classes == ("cats", "dogs")
    assert info.examples == {"train": 12}
    data = load(folder, batch_size=12, labels=True)
    _, labels = next(iter(data))
    assert list(np.bincount(labels)) == [8, 4]


def test_a_flat_folder_has_no_classes(tmp_path):
    for i in range(4):
        picture(i).save(tmp_path / f"{i}.png")
    assert pipelines.info(f"folder:{tmp_path}").classes == ()
    with pytest.raises(ValueError, match="has no labels"):
        load(tmp_path, labels=True)


def test_replicas_share_batches_without_the_cache(folder):
    whole = list(load(folder, in_memory=False).take(3).as_numpy_iterator())
    shares = [
        list(
            load(folder, in_memory=False, replica=i, replicas=2)
            .take(3)
            .as_numpy_iterator()
        )
        for i in range(2)
    ]
    for batch, *parts in zip(whole, *shares, strict=True):
        assert_array_equal(np.concatenate(parts), batch)


def test_going_on_without_the_cache(folder):
    whole = all_of(load(folder, in_memory=False).take(6))
    rest = all_of(load(folder, in_memory=False, start_step=4).take(2))
    assert_array_equal(whole[16:], rest)


def test_the_central_square_is_kept(tmp_path):
    pixels = np.zeros((20, 60, 3), np.uint8)
    pixels[:, 20:40] = 255  # Only the centre is white.
    Image.fromarray(pixels).save(tmp_path / "a.png")
    images = next(iter(load(tmp_path, batch_size=1)))
    assert_array_equal(images, np.full((1, 16, 16, 3), 255))


def test_modes_of_all_kinds_in_one_folder(tmp_path):
    grey = np.linspace(0, 255, 256).astype(np.uint8).reshape(16, 16)
    expected = {}

    def save(name, image, pixels, **kwargs):
        image.save(tmp_path / name, **kwargs)
        expected[name] = np.broadcast_to(pixels[..., None], (16, 16, 3))

    save("grey.png", Image.fromarray(grey), grey)
    save("palette.png", Image.fromarray(grey).convert("P"), grey)
    save("rgb.bmp", Image.fromarray(grey).convert("RGB"), grey)
    save("sixteen.png", Image.fromarray(grey.astype(np.uint16) * 257), grey)
    save("sixteen.tiff", Image.fromarray(grey.astype(np.uint16) * 257), grey)
    save("float.tiff", Image.fromarray(grey / np.float32(255)), grey)
    save("cmyk.tiff", Image.fromarray(grey).convert("CMYK"), grey)
    clear = Image.fromarray(grey).convert("RGBA")
    clear.putalpha(0)
    save("clear.png", clear, np.full_like(grey, 255))
    glass = Image.fromarray(grey).convert("LA")
    glass.putalpha(128)
    half = np.round(grey * (128 / 255) + 255 * (127 / 255)).astype(np.uint8)
    save("glass.png", glass, half)
    bits = Image.fromarray(grey).point(lambda v: 255 * (v > 99)).convert("1")
    save("bits.png", bits, np.where(grey > 99, 255, 0))

    data = load(tmp_path, batch_size=len(expected), shuffle=False)
    images = next(iter(data)).numpy().astype(int)
    for name, image in zip(sorted(expected), images, strict=True):
        assert np.abs(image - expected[name]).max() <= 1, name


def test_the_camera_s_rotation_is_applied(tmp_path):
    pixels = np.zeros((32, 16, 3), np.uint8)
    pixels[:16] = 255  # White above, before the camera's note to turn it.
    exif = Image.Exif()
    exif[0x0112] = 3  # Upside down.
    Image.fromarray(pixels).save(tmp_path / "a.png", exif=exif)
    from pipelines.transforms import images

    turned = images.read(str(tmp_path / "a.png"), 3)
    assert turned[0].max() == 0
    assert turned[-1].min() == 255


def test_one_channel_on_request(folder):
    images = next(iter(load(folder, channels=1)))
    assert images.shape == (4, 16, 16, 1)


def test_an_empty_folder_says_what_it_looked_for(tmp_path):
    with pytest.raises(ValueError, match=r"holds no images.*\*\.png"):
        load(tmp_path)
    with pytest.raises(ValueError, match="is not a folder"):
        load(tmp_path / "nowhere")


def test_the_size_must_be_named(folder):
    with pytest.raises(ValueError, match="differ in size"):
        load(folder, image_size=None)


@pytest.fixture(params=["truncated.jpg", "text.png"])
def broken(folder, request):
    file = folder / "dogs" / request.param
    if file.suffix == ".png":
        file.write_text("this is not a picture")
    else:
        whole = io.BytesIO()
        picture(0, size=(200, 200)).save(whole, "jpeg")
        file.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    return folder, file.name


def test_a_file_that_cannot_be_decoded_is_named(broken):
    folder, name = broken
    with pytest.raises(ValueError, match=f"{name} cannot be decoded.*skip_unreadable"):
        load(folder)
    data = load(folder, in_memory=False, repeat=False, batch_size=13)
    with pytest.raises(tf.errors.OpError, match=f"{name} cannot be decoded"):
        list(data)


@pytest.mark.parametrize("in_memory", [True, False])
def test_unreadable_files_are_left_out_and_counted(broken, in_memory, capsys):
    folder, _ = broken
    data = load(
        folder, in_memory=in_memory, skip_unreadable=True, batch_size=12, repeat=False
    )
    assert len(list(data)) == 1
    assert "Left out 1 of 13 files" in capsys.readouterr().out


@pytest.mark.parametrize("split", ["test", "train[:50%]"])
def test_a_folder_has_one_split_and_no_slices(folder, split):
    with pytest.raises(ValueError, match="Unknown split"):
        load(folder, split=split)


def test_channels_are_one_or_three(folder):
    with pytest.raises(ValueError, match=r"`channels` is 1 or 3\. Received: 4"):
        load(folder, channels=4)


def test_broken_files_of_any_kind_are_named(tmp_path):
    whole = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 3
    picture(0).save(whole, "jpeg", exif=exif)
    random = np.random.default_rng(0)
    from pipelines.transforms import images

    for i in range(300):
        content = bytearray(whole.getvalue())
        for place in random.integers(0, len(content), 8):
            content[place] = random.integers(0, 256)
        file = tmp_path / f"{i}.jpg"
        file.write_bytes(content)
        try:
            assert images.read(str(file), 3).dtype == np.uint8
        except ValueError as error:
            assert str(file) in str(error)  # noqa: PT017


def test_a_folder_without_any_readable_image_is_refused(tmp_path):
    (tmp_path / "a.png").write_text("no")
    with pytest.raises(ValueError, match="None of the 1 image files"):
        load(tmp_path, skip_unreadable=True)


@pytest.mark.parametrize("in_memory", [True, False])
def test_files_that_take_long_to_come_have_threads_of_their_own(
    folder, in_memory, monkeypatch
):
    here = load(folder, in_memory=in_memory)
    assert here.options().threading.private_threadpool_size is None
    read = Path.read_bytes

    def slowly(path):
        time.sleep(3 * file_source.SLOW)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", slowly)
    there = load(folder, in_memory=in_memory)
    if not in_memory:
        assert there.options().threading.private_threadpool_size >= 16
    assert_array_equal(all_of(there.take(4)), all_of(here.take(4)))
