"""Samples of all depths, inks and rotations, and files that are too large or broken."""

import functools
import io
import struct
import zlib

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

import pipelines
from pipelines.folders import file_source
from pipelines.transforms import image_file, images

RAMP = np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)
BYTES = np.round(RAMP * 255).astype(np.uint8)
XMP = '<x:xmpmeta><a tiff:Orientation="{}"/></x:xmpmeta>'


@functools.cache
def decoder(channels):
    """`image_file.decode` in a graph."""
    spec = tf.TensorSpec([], tf.string)
    return tf.function(lambda name: image_file.decode(name, channels), [spec])


def decoded(path, channels):
    """Of the file, in a graph, as `images.read` gives it."""
    pixels = decoder(channels)(str(path)).numpy()
    assert_array_equal(pixels, images.read(str(path), channels))
    return pixels


def tiff(file, pixels, tags=()):
    """Writes grey samples as a TIFF, with tags that Pillow would not choose."""
    info = ImageFileDirectory_v2()
    for tag, value in dict(tags).items():
        info[tag] = value
    Image.fromarray(pixels).save(file, tiffinfo=info)


class TestDepths:
    @pytest.mark.parametrize(
        ("pixels", "words"),
        [
            (RAMP * 255, "samples from 0 to 255, where 0 is black and 1 is white"),
            (RAMP * 2 - 1, "samples from -1 to 1,"),
            (np.where(RAMP < 0.1, np.nan, RAMP).astype("f"), "samples from nan to nan"),
            (np.int32(RAMP * 255), "32 bits or with a sign, from 0 to 255,"),
            (np.int32(RAMP * 1e6) - 9, "from -9 to 999991,"),
        ],
    )
    def test_samples_whose_white_is_not_known_are_refused(
        self, tmp_path, pixels, words
    ):
        tiff(tmp_path / "a.tif", pixels)
        with pytest.raises(ValueError, match=rf"a\.tif cannot be .*{words}.*8 or 16"):
            images.read(str(tmp_path / "a.tif"), 1)

    @pytest.mark.parametrize("inverted", [False, True])
    @pytest.mark.parametrize("white", [255, 65535, 1.0])
    def test_the_largest_number_is_white(self, tmp_path, white, inverted):
        dtype = {255: np.uint8, 65535: np.uint16, 1.0: np.float32}[white]
        samples = (RAMP if white == 1 else np.round(RAMP * white)).astype(dtype)
        tiff(tmp_path / "a.tif", samples, {262: 0 if inverted else 1})
        # What Pillow writes, it inverts itself where it has 8 bits.
        stored_inverted = inverted and white != 255
        expected = np.round((1 - RAMP if stored_inverted else RAMP) * 255)
        pixels = images.read(str(tmp_path / "a.tif"), 1)[..., 0]
        assert np.abs(pixels - expected).max() <= 1

    def test_samples_of_12_bits(self, tmp_path):
        samples = np.round(RAMP * 4095).astype(int).ravel()
        bits = "".join(f"{sample:012b}" for sample in samples)
        data = int(bits, 2).to_bytes(len(bits) // 8, "big")
        tags = [(256, 8), (257, 8), (258, 12), (259, 1), (262, 1), (273, 8), (277, 1)]
        tags += [(278, 8), (279, len(data))]
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, n) for tag, n in tags)
        table = struct.pack("<H", len(tags)) + entries + bytes(4)
        head = b"II*\0" + struct.pack("<I", 8 + len(data))
        (tmp_path / "a.tif").write_bytes(head + data + table)
        assert_array_equal(images.read(str(tmp_path / "a.tif"), 1)[..., 0], BYTES)

    def test_bands_of_a_large_image_are_those_of_the_whole(self, tmp_path, monkeypatch):
        picture = Image.fromarray(
            np.random.default_rng(0).integers(0, 256, (30, 40, 4), np.uint8)
        )
        picture.save(tmp_path / "a.tif")
        picture.quantize(9).save(tmp_path / "b.gif", transparency=2)
        for name in ("a.tif", "b.gif"):
            whole = images.read(str(tmp_path / name), 3)
            with monkeypatch.context() as patched:
                patched.setattr(images, "_BAND", 7 * 40)
                assert_array_equal(images.read(str(tmp_path / name), 3), whole)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_inks_without_a_marker(tmp_path, mode, channels):
    """As pdfimages and some scanners write them: with JFIF, without Adobe's marker."""
    content = io.BytesIO()
    grey = Image.fromarray(np.kron(BYTES, np.ones((4, 4), np.uint8)))
    grey.convert("RGB").convert(mode).save(content, "jpeg", quality=95)
    old = content.getvalue()
    new, at = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 2
    while old[at + 1] != 0xDA:
        length = 2 + struct.unpack(">H", old[at + 2 : at + 4])[0]
        new += old[at : at + length] if old[at + 1] not in (0xE0, 0xEE) else b""
        at += length
    (tmp_path / "a.jpg").write_bytes(new + old[at:])
    decoded(tmp_path / "a.jpg", channels)


def _exif(turn):
    exif = Image.Exif()
    exif[0x112] = turn
    return exif


def _text(turn, compressed):
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.format(turn), zip=compressed)
    return info


def _profile(turn):
    info, exif = PngInfo(), _exif(turn).tobytes()
    info.add_text(
        "Raw profile type exif", f"\nexif\n{len(exif)}\n{exif.hex()}", zip=True
    )
    return info


TURNS = {
    "exif.jpg": lambda turn: {"exif": _exif(turn)},
    "exif.png": lambda turn: {"exif": _exif(turn)},
    "exif.webp": lambda turn: {"exif": _exif(turn)},
    "exif.tif": lambda turn: {"exif": _exif(turn)},
    "packed.tif": lambda turn: {"exif": _exif(turn), "compression": "tiff_lzw"},
    "xmp.jpg": lambda turn: {"xmp": XMP.format(turn).encode()},
    "xmp.webp": lambda turn: {"xmp": XMP.format(turn).encode()},
    "xmp.tif": lambda turn: {"tiffinfo": {700: XMP.format(turn).encode()}},
    "xmp.png": lambda turn: {"pnginfo": _text(turn, False)},
    "packed_xmp.png": lambda turn: {"pnginfo": _text(turn, True)},
    "profile.png": lambda turn: {"pnginfo": _profile(turn)},
    "both.jpg": lambda turn: {"exif": _exif(turn), "xmp": XMP.format(turn).encode()},
    "both.tif": lambda turn: {
        "exif": _exif(turn),
        "tiffinfo": {700: XMP.format(turn).encode()},
    },
}
# Counter-clockwise quarter turns that undo each, and whether it is mirrored first.
UNDONE = {1: (0, 0), 2: (0, 1), 3: (2, 0), 4: (2, 1)}
UNDONE |= {5: (1, 1), 6: (3, 0), 7: (3, 1), 8: (1, 0)}


@pytest.mark.parametrize("name", TURNS)
def test_a_rotation_is_applied_once_to_pixels_and_size(tmp_path, name):
    pixels = np.zeros((32, 48), np.uint8)
    pixels[:16, :16], pixels[16:, :16] = 255, 128  # No two turns look alike.
    for turn, (quarters, mirrored) in UNDONE.items():
        options = TURNS[name](turn)
        Image.fromarray(pixels).convert("RGB").save(tmp_path / name, **options)
        expected = np.rot90(pixels[:, ::-1] if mirrored else pixels, quarters)
        found = decoded(tmp_path / name, 1)[..., 0]
        assert found.shape == expected.shape, turn
        assert np.abs(found[4::8, 4::8] - expected[4::8, 4::8].astype(int)).max() < 9
        assert images.size(str(tmp_path / name)) == expected.shape[::-1], turn


def chunk(kind, data, wrong=0):
    checksum = struct.pack(">I", zlib.crc32(kind + data) ^ wrong)
    return struct.pack(">I", len(data)) + kind + data + checksum


def png(extra=b"", *, size=(8, 8), idat=0, iend=0):
    """A PNG, with chunks or checksums that are not as they should be."""
    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * 24) * 8), idat)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + extra
        + pixels
        + chunk(b"IEND", b"", iend)
    )


def folder(path, **contents):
    """A folder of three images, and of files beside them."""
    for i in range(3):
        Image.new("RGB", (8, 8), "red").save(path / f"{i}.png")
    for name, content in contents.items():
        (path / name.replace("_", ".")).write_bytes(content)
    return f"folder:{path}"


ODD = {
    "whole": png(),
    "wrong_checksum_of_IDAT": png(idat=1),
    "wrong_checksum_of_IEND": png(iend=1),
    "unknown_critical_chunk": png(chunk(b"ABCD", b"x")),
    "wrong_checksum_of_text": png(chunk(b"tEXt", b"a\0b", 1)),
    "short_pHYs": png(chunk(b"pHYs", b"\0")),
    "bomb_of_text": png(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2**21)))),
}


def test_what_the_pipeline_decodes_is_what_is_checked(tmp_path, capsys):
    refused = []
    for name, content in ODD.items():
        file = tmp_path / f"{name}.png"
        file.write_bytes(content)
        names = np.array([[str(file)]])
        try:
            decoder(3)(str(file))
        except tf.errors.OpError:
            refused.append(name)
            with pytest.raises(ValueError, match=rf"{name}\.png cannot be decoded"):
                file_source.readable(names, strict=True)
        else:
            assert file_source.readable(names, strict=True) == [True]
    assert 0 < len(refused) < len(ODD)
    options = {"batch_size": 1, "image_size": 8, "repeat": False}
    for in_memory in (True, False):
        data = pipelines.load(
            f"folder:{tmp_path}", skip_unreadable=True, in_memory=in_memory, **options
        )
        assert len(list(data)) == len(ODD) - len(refused)
        assert f"Left out {len(refused)} of 7" in capsys.readouterr().out
    words = rf"({'|'.join(refused)})\.png cannot be decoded"
    with pytest.raises(ValueError, match=words):
        pipelines.load(f"folder:{tmp_path}", **options)
    with pytest.raises(ValueError, match=words):
        pipelines.check(f"folder:{tmp_path}")


def claiming(kind, width, height):
    """A small file that says it is so large."""
    content = io.BytesIO()
    Image.new("RGB", (64, 64)).save(content, kind)
    data = bytearray(content.getvalue())
    if kind == "jpeg":
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", height, width)
    elif kind == "gif":
        data[6:10] = struct.pack("<HH", width, height)
    else:
        data[18:26] = struct.pack("<ii", width, height)
    return bytes(data)


HUGE = {
    "claims_png": png(size=(2**31 - 1, 1)),
    "square_png": png(size=(8192, 6145)),
    "claims_jpg": claiming("jpeg", 65535, 65535),
    "square_jpg": claiming("jpeg", 8192, 6145),
    "claims_gif": claiming("gif", 65535, 65535),
    "claims_bmp": claiming("bmp", 2**30, 2**30),
}


@pytest.mark.parametrize("name", HUGE)
def test_an_image_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path, name):
    data = folder(tmp_path, **{name: HUGE[name]})
    words = rf"{name.replace('_', '.')} cannot be.* pixels are more than 50,331,648"
    with pytest.raises(ValueError, match=words):
        pipelines.load(data, batch_size=2, image_size=8)
    with pytest.raises(ValueError, match=words):
        pipelines.check(data)


def test_long_thin_images_are_read(tmp_path):
    for size in ((60_000, 1), (1, 60_000)):
        Image.new("L", size, 9).save(tmp_path / "a.png")
        data = pipelines.load(f"folder:{tmp_path}", batch_size=1, image_size=8)
        assert_array_equal(next(iter(data)), np.full((1, 8, 8, 3), 9))


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_file_of_too_many_bytes_is_not_read(tmp_path, in_memory):
    name = folder(tmp_path, large_png=png())
    with open(tmp_path / "large.png", "r+b") as file:
        file.truncate(images.MAX_BYTES + 1)  # Of which the disk holds next to nothing.
    options = {"batch_size": 3, "image_size": 8, "in_memory": in_memory}
    with pytest.raises(ValueError, match=r"large\.png cannot.*bytes are more than 268"):
        pipelines.load(name, **options)
    with pytest.raises(ValueError, match=r"large\.png cannot"):
        pipelines.check(name)
    next(iter(pipelines.load(name, skip_unreadable=True, **options)))


def test_no_other_program_is_run_for_a_file(tmp_path):
    """Pillow would ask Ghostscript, whatever the name."""
    (tmp_path / "a.png").write_bytes(
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n"
    )
    with pytest.raises(ValueError, match=r"it is none of .*BMP, "):
        images.read(str(tmp_path / "a.png"), 3)


def test_the_content_of_a_file_is_read_as_the_file(tmp_path):
    (tmp_path / "a.png").write_bytes(png())
    assert_array_equal(images.read(png(), 3), images.read(str(tmp_path / "a.png"), 3))
    with pytest.raises(ValueError, match=r"^The image cannot be decoded \(.*\)\.$"):
        images.read(HUGE["square_png"], 3)


@pytest.mark.parametrize(("kind", "most"), [("png", 1024), ("webp", 512)])
def test_large_images_are_brought_to_their_size_in_turn(
    kind, most, tmp_path, monkeypatch
):
    monkeypatch.setattr(images, "MAX_PIXELS", 1024)
    for height, large in ((most // 32 + 1, True), (most // 32, False)):  # Half of most.
        path = tmp_path / f"{height}.{kind}"
        noise = np.random.default_rng(0).integers(0, 256, (height, 16, 3), np.uint8)
        Image.fromarray(noise).save(path, lossless=True)
        pixels = images.read(str(path), 3, 8)
        assert pixels.shape == ((8, 8, 3) if large else noise.shape)
        # To the same bits as by the pipeline.
        assert_array_equal(images.fit(pixels, 8, 3), images.fit(noise, 8, 3))
        assert_array_equal(images.read(str(path), 3), noise)
