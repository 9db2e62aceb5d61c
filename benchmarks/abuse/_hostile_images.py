"""Hostile image files: each kind is a function of a `random.Random` to both parts.

These are the file's name, and its bytes.
"""

import functools
import io
import struct
import zlib

from PIL import Image

NEAR = (8192, 6144)  # As many pixels as are read.
MANY = 21_000  # Of a side: more than are read, and than Pillow opens.


def claim(chance):
    """Headers of more pixels than there are in the file, or in any."""
    size = chance.choice([2**16 - 1, 2**15 - 1, NEAR[0]])
    bmp, jpeg = bytearray(_good("bmp")), bytearray(_good("jpeg"))
    bmp[18:26] = struct.pack("<ii", *chance.choice([(2**30, 2**30), NEAR, (-1, 8)]))
    start = jpeg.index(b"\xff\xc0") + 5  # Of height and width.
    jpeg[start : start + 4] = struct.pack(">HH", size, size)
    gif = _good("gif")[:6] + struct.pack("<HH", size, size) + _good("gif")[10:]
    files = {"claim.bmp": bmp, "claim.jpg": jpeg, "claim.gif": gif}
    return chance.choice([(name, bytes(content)) for name, content in files.items()])


def claim_of_png(chance):
    """Headers of 2^31 pixels, of none, or of as many as are read; and few rows."""
    sizes = [(2**31 - 1, 1), (2**31 - 1, 2**31 - 1), (2**32 - 1, 1), (0, 0), NEAR]
    return "claim.png", _png(*chance.choice(sizes), rows=0)


def narrow(chance):
    """A line of 60,000 pixels."""
    width, height = chance.choice([(60_000, 1), (1, 60_000)])
    return "narrow.png", _png(width, height, color=chance.choice([0, 2, 3, 6]))


def too_large(chance):
    """21,000 x 21,000 pixels in a few kilobytes."""
    color = chance.choice([0, 3, 4])
    return "too_large.png", _png(MANY, MANY, color, bits=1 if color < 4 else 8)


def bomb(chance):
    """A small picture with texts or a profile of a gigabyte, or with 100 of 1 MiB."""
    packed = _zeros(2**30)
    extra = chance.choice(
        [
            _chunk(b"zTXt", b"a\0\0" + packed),
            _chunk(b"iCCP", b"a\0\0" + packed),
            _chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + packed),
            _chunk(b"zTXt", b"a\0\0" + _zeros(2**20 - 9)) * 100,
        ]
    )
    return "bomb.png", _png(8, 8, extra=extra)


def more_rows(chance):
    """Pixels that go on behind the last."""
    return "more_rows.png", _png(8, 8, rows=chance.choice([9, 10**6, 10**7]))


def frames(chance):
    """Animations of thousands of frames, or of large ones."""
    if chance.random() < 0.5:
        first = Image.new("P", (2000, 2000), 1)
        gif = _encoded(first, "gif")
        start = gif.rindex(b",", 0, len(gif) - 9)
        return "frames.gif", gif[:-1] + gif[start:-1] * 2000 + b";"
    pages = [Image.new("RGB", (2000, 2000), (i, 0, 0)) for i in range(9)]
    kind = chance.choice(["webp", "png", "tiff"])
    return f"frames.{kind}", _encoded(
        pages[0], kind, save_all=True, append_images=pages[1:]
    )


def cut(chance):
    """The beginning of a good file."""
    kind, content = _any_good(chance)
    return f"cut.{kind}", content[: chance.randrange(1, len(content) * 3 // 4)]


def flipped(chance):
    """A good file, of whose bytes some are other ones."""
    kind, content = _any_good(chance)
    content = bytearray(content)
    for _ in range(chance.choice([1, 10, 100])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return f"flipped.{kind}", bytes(content)


def flipped_header(chance):
    """A good file, of whose first bytes some are other ones."""
    kind, content = _any_good(chance)
    content = bytearray(content)
    for _ in range(8):
        content[chance.randrange(8, 80)] = chance.randrange(256)
    return f"flipped_header.{kind}", bytes(content)


def noise(chance):
    """The first bytes of a good file, and random ones."""
    kind, content = _any_good(chance)
    return f"noise.{kind}", content[: chance.choice([4, 12, 40])] + chance.randbytes(
        chance.choice([10, 10**4, 10**6])
    )


def nothing(chance):
    """No bytes, one, or blanks."""
    name = f"nothing.{chance.choice(['png', 'jpg', 'gif', 'tif', 'webp'])}"
    return name, chance.choice([b"", b"\0", b" " * 10**6])


def no_picture(chance):
    """Programs, texts and archives by the name of a picture."""
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///"/></svg>'
    texts = [postscript, svg, b"PK\3\4" + bytes(99), b"MZ" + bytes(99), b"%PDF-1.7\n"]
    return "no_picture.png", chance.choice(texts)


def wrong_samples(chance):
    """TIFFs of 32 bits or of floats, of which it is not known what is white."""
    number = chance.choice([float("nan"), float("inf"), -1e30, 3e38, 255.0])
    image = chance.choice(
        [Image.new("F", (64, 64), number), Image.new("I", (64, 64), 2**31 - 1)]
    )
    return "wrong_samples.tif", _encoded(image, "tiff")


def wrong_name(chance):
    """A good file by the name of another kind, or by one that is hard to say."""
    _, content = _any_good(chance)
    names = [
        "other.png",
        "other.jpg",
        "\u202e\U0001f600 %s\n{}.png",
        f"{'a' * 200}.gif",
    ]
    return chance.choice(names), content


def wrong_turn(chance):
    """A rotation that there is not, or one for a picture of one line."""
    exif = Image.Exif()
    exif[0x112] = chance.choice([0, 6, 9, 65_535])
    return "wrong_turn.jpg", _encoded(Image.new("RGB", (9999, 1)), "jpeg", exif=exif)


def near(chance):
    """PNGs of as many pixels as are read."""
    color, bits = chance.choice([(6, 8), (2, 16), (0, 16), (3, 8), (4, 8)])
    return "near.png", _png(*NEAR, color, bits)


def near_photograph(chance):
    """JPEGs of as many pixels as are read, whose decoders take the most."""
    mode, options = chance.choice(
        [("RGB", {"progressive": True, "subsampling": 0}), ("CMYK", {}), ("L", {})]
    )
    return "near.jpg", _encoded(Image.new(mode, NEAR), "jpeg", **options)


def near_other(chance):
    """Files of other kinds, of as many pixels as are read."""
    half = (NEAR[0], NEAR[1] // 2)
    image, kind, options = chance.choice(
        [
            (Image.new("RGB", half), "webp", {"method": 0}),
            (Image.new("F", NEAR), "tiff", {"compression": "tiff_adobe_deflate"}),
            (Image.new("RGB", NEAR), "tiff", {"compression": "tiff_lzw"}),
            (Image.new("RGB", half), "jpeg2000", {}),
        ]
    )
    return f"near.{kind.replace('jpeg2000', 'jp2')}", _encoded(image, kind, **options)


def _png(width, height, color=2, bits=8, *, extra=b"", rows=None):
    """A black PNG; it may have other rows than its header claims."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    rows = height if rows is None else rows
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0)
    data = _zeros(rows * (1 + (width * channels * bits + 7) // 8))
    palette = _chunk(b"PLTE", bytes(3 * 2**bits)) if color == 3 else b""
    start = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + extra + palette
    return start + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind, content):
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


@functools.cache
def _zeros(count):
    """So many zeros, packed, without their being in memory at once."""
    packer, block = zlib.compressobj(1), bytes(2**20)
    whole = [packer.compress(block) for _ in range(count // len(block))]
    return b"".join([*whole, packer.compress(bytes(count % len(block)))]) + (
        packer.flush()
    )


def _encoded(image, kind, **options):
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


@functools.cache
def _good(kind):
    drawn = Image.effect_mandelbrot((64, 64), (-2, -1.5, 1, 1.5), 100)
    return _encoded(Image.merge("RGB", [drawn, drawn.rotate(90), drawn]), kind)


def _any_good(chance):
    kind = chance.choice(["png", "jpeg", "gif", "bmp", "webp", "tiff"])
    return kind, _good(kind)


KINDS = [
    *(claim, claim_of_png, narrow, too_large, bomb, more_rows, frames, cut, flipped),
    *(flipped_header, noise, nothing, no_picture, wrong_samples, wrong_name),
    *(wrong_turn, near, near_photograph, near_other),
]
