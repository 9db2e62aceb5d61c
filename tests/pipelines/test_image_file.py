"""Files of every kind, decoded inside a dataset as Pillow decodes them."""

import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal
from PIL import Image
from scipy.ndimage import gaussian_filter

import pipelines
from pipelines.transforms import image_file, images

TURNED = Image.Exif()
TURNED[0x0112] = 6


def pictures():
    noise = np.random.default_rng(0).normal(size=(40, 50, 4))
    smooth = gaussian_filter(noise, (3, 3, 0))
    smooth = (smooth - smooth.min()) / np.ptp(smooth) * 255
    rgba = Image.fromarray(smooth.astype(np.uint8))
    return rgba, rgba.convert("RGB"), rgba.getchannel(0)


RGBA, RGB, GREY = pictures()
COMMON = {
    "colour.png": (RGB, {}),
    "grey.png": (GREY, {}),
    "transparent.png": (RGBA, {}),
    "grey_transparent.png": (Image.merge("LA", (GREY, RGBA.getchannel(3))), {}),
    "palette.png": (RGB.quantize(200), {}),
    "two_bits.png": (RGB.quantize(4), {"bits": 2}),
    "black_and_white.png": (GREY.convert("1"), {}),
    "colour.jpg": (RGB, {"quality": 90}),
    "grey.jpg": (GREY, {}),
    "progressive.jpg": (RGB, {"progressive": True}),
    "full_colour.jpg": (RGB, {"subsampling": 0}),
}
RARE = {
    "16_bits.png": (Image.fromarray(np.asarray(GREY, np.uint16) * 200), {}),
    "one_colour_transparent.png": (RGB, {"transparency": RGB.getpixel((3, 3))}),
    "one_grey_transparent.png": (GREY, {"transparency": GREY.getpixel((3, 3))}),
    "palette_transparent.png": (RGB.quantize(20), {"transparency": 3}),
    "turned.png": (RGB, {"exif": TURNED}),
    "turned.jpg": (RGB, {"exif": TURNED}),
    "inks.jpg": (RGB.convert("CMYK"), {}),
    "any.gif": (RGB, {}),
    "any.webp": (RGB, {}),
    "any.bmp": (RGB, {}),
    "any.tif": (RGB, {}),
}


def decoded(path, channels):
    """Of the file, in a graph."""
    decode = tf.function(lambda name: image_file.decode(name, channels))
    return decode(tf.constant(str(path))).numpy()


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", [*COMMON, *RARE])
def test_every_kind_is_what_pillow_makes_of_it(name, channels, tmp_path):
    picture, options = (COMMON | RARE)[name]
    picture.save(tmp_path / name, **options)
    expected = images.read(str(tmp_path / name), channels)
    assert_array_equal(decoded(tmp_path / name, channels), expected)
    turned = name.startswith("turned")
    assert expected.shape == ((50, 40) if turned else (40, 50)) + (channels,)


@pytest.mark.parametrize("name", COMMON)
def test_common_kinds_need_no_python(name, tmp_path, monkeypatch):
    picture, options = COMMON[name]
    picture.save(tmp_path / name, **options)
    monkeypatch.setattr(images, "read", lambda *_: 1 / 0)
    assert decoded(tmp_path / name, 3).shape == (40, 50, 3)


@pytest.mark.parametrize("name", ["colour.png", "colour.jpg"])
def test_a_file_that_was_cut_off_is_named(name, tmp_path):
    picture, options = COMMON[name]
    picture.save(tmp_path / name, **options)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(tf.errors.OpError, match=f"{name} cannot be decoded"):
        decoded(tmp_path / name, 3)


def test_a_rotation_is_seen_behind_much_else(tmp_path):
    file = tmp_path / "profile.jpg"
    RGB.save(file, exif=TURNED, icc_profile=bytes(200_000), dpi=(72, 72))
    content = file.read_bytes()
    start = content.index(b"Exif") - 4
    length = 2 + int.from_bytes(content[start + 2 : start + 4], "big")
    exif, rest = content[start : start + length], content[start + length :]
    image = rest.index(b"\xff\xdb")  # The first table of the image itself.
    file.write_bytes(content[:start] + rest[:image] + exif + rest[image:])
    assert file.read_bytes().index(b"Exif") > 2**16
    assert_array_equal(decoded(file, 3), images.read(str(file), 3))
    assert decoded(file, 3).shape == (50, 40, 3)


def test_a_file_with_wrong_bytes_is_named_where_all_are_read(tmp_path):
    RGB.save(tmp_path / "good.png")
    content = bytearray((tmp_path / "good.png").read_bytes())
    content[len(content) // 2] ^= 255
    (tmp_path / "wrong.png").write_bytes(content)
    name, options = f"folder:{tmp_path}", {"batch_size": 2, "image_size": 16}
    with pytest.raises(ValueError, match=r"wrong\.png cannot be decoded"):
        pipelines.load(name, **options)
    with pytest.raises(tf.errors.InvalidArgumentError):
        next(iter(pipelines.load(name, in_memory=False, **options)))
    with pytest.raises(ValueError, match=r"wrong\.png cannot be decoded"):
        pipelines.check(name)


BUSY = """
import pipelines
data = pipelines.load("folder:{}", batch_size=32, image_size=32, in_memory=False)
iterator = iter(data)
for _ in range(3):
    next(iterator)
print("done", flush=True)
"""


def test_a_process_that_is_still_reading_can_end(tmp_path):
    # With files decoded in Python, one that ended as it read waited for ever.
    for i in range(40):
        RGB.resize((400, 300)).save(tmp_path / f"{i}.png")
    run = subprocess.run(
        [sys.executable, "-c", BUSY.format(tmp_path)],
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert (run.returncode, run.stdout) == (0, "done\n"), run.stderr
