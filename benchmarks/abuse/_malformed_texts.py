"""Malformed requests of HTTP: each kind is a function of a `random.Random` to bytes."""

import gzip
import json

LATENTS = [[0.1] * 100]
LARGE = 25 * 2**20  # Bytes of a body.


def predict(body: bytes, model="dcgan_mnist_5k", headers="", length=None) -> bytes:
    """A whole request for `:predict`."""
    length = len(body) if length is None else length
    return (
        f"POST /v1/models/{model}:predict HTTP/1.1\r\nHost: localhost\r\n"
        f"Connection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    ).encode("utf-8", "surrogateescape") + body


def _json(chance, *values):
    return predict(json.dumps(chance.choice(values)).encode())


def _get(path):
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()


def _repeated(unit, count=None):
    count = LARGE // len(unit) if count is None else count
    return predict(b'{"instances": [' + unit * count + b"0]}")


def no_json(chance):
    """Bytes, or the beginning of a right body."""
    whole = json.dumps({"instances": LATENTS}).encode()
    return predict(
        chance.choice(
            [chance.randbytes(99), whole[: chance.randrange(len(whole))], b"\xff\xfe{}"]
        )
    )


def no_numbers(chance):
    """NaN and infinities, and integers that are too long."""
    value = chance.choice(["NaN", "-Infinity", "1e999", "9" * 5000, "0x1", "01", "+1"])
    return predict(f'{{"instances": [[{value}]]}}'.encode())


def deep(chance):
    """Lists in lists, or objects in objects."""
    depth = chance.choice([70, 1000, 100_000])
    body = chance.choice([b"[" * depth + b"]" * depth, b'{"a":' * depth])
    return predict(b'{"instances": ' + body + b"}")


def wrong_values(chance):
    """Shapes, types and counts that the model does not take."""
    rows = [[["a"] * 100], [[True] * 100], [[None] * 100], [[1e39] * 100], [[0.1] * 99]]
    rows += [[], {}, 5, "x", [LATENTS], LATENTS * 1025, [[{"b64": "?"}] * 100]]
    return _json(chance, *({"instances": one} for one in rows))


def wrong_words(chance):
    """Names and keys that there are not."""
    bodies = [[], 5, None, {}, {"instances": LATENTS, "inputs": LATENTS}]
    bodies += [{"inputs": {"z": LATENTS}}, {"signature_name": 5, "instances": LATENTS}]
    bodies += [{"signature_name": "\u202e\U0001f600" * 99, "instances": LATENTS}]
    return _json(chance, *bodies)


def wrong_counts(chance):
    """Numbers of samples and seeds beyond all types."""
    num = chance.choice([0, -1, 1025, 10**9, 2**63, 2**64, 1e300, 0.5, "1", [1], None])
    asked = {"signature_name": "sample", "inputs": {"num": num, "seed": 1}}
    return _json(chance, asked)


def wrong_model(chance):
    """Names that climb, and versions beyond int64."""
    names = [
        "..",
        "../..",
        "..%2f..%2fetc",
        "%00",
        "%ff",
        "a" * 9999,
        ".",
        "dcgan_mnist_5k/",
    ]
    names += [
        f"dcgan_mnist_5k/versions/{v}" for v in (-1, 2**63, 10**30, "x", "%D9%A3")
    ]
    return predict(b"{}", chance.choice(names))


def wrong_path(chance):
    """Other paths and methods, and queries of pictures."""
    query = chance.choice(["num=0", "num=x", f"num={'9' * 5000}", "size=3", "seed=1e3"])
    picture = f"/v1/models/dcgan_mnist_5k/sample.png?{query}"
    paths = [
        "/v2",
        "/v1/models/%2e%2e",
        "//",
        "/v1/models/dcgan_mnist_5k:classify",
        picture,
    ]
    return _get(chance.choice(paths))


def wrong_http(chance):
    """What is no HTTP/1.1."""
    lines = [b"GET / HTTP/9.9", b"GET /", b"\x16\x03\x01" + chance.randbytes(200)]
    lines += [b"GET / HTTP/1.1", b"GET /\xff HTTP/1.1\r\nHost: x", b"PRI * HTTP/2.0"]
    lines += [b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 10**6]
    lines += [b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 10**5]
    lines += [b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1"]
    lines += [b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2"]
    return chance.choice(lines) + b"\r\n\r\n"


def wrong_length(chance):
    """Bodies that end early, and lengths that no server takes."""
    return predict(b"{", length=chance.choice([2, 1000, 33 * 2**20, 10**18]))


def wrong_chunks(chance):
    """A body in chunks that are none, or that do not end."""
    head = "POST /v1/models/dcgan_mnist_5k:predict HTTP/1.1\r\nHost: x\r\n"
    chunks = chance.choice(["zz\r\n", "5\r\nab", "ffffffffffffffff\r\na", "-1\r\n"])
    return f"{head}Transfer-Encoding: chunked\r\n\r\n{chunks}".encode()


def encoded(chance):
    """Bombs, broken gzip, and other encodings."""
    bomb, broken = gzip.compress(bytes(2**30 // 4), 9), gzip.compress(b"{}")[:-5]
    name, body = chance.choice(
        [("gzip", bomb), ("gzip", broken), ("gzip", b"{}"), ("br", b"{}"), ("x", b"")]
    )
    return predict(body, headers=f"Content-Encoding: {name}\r\n")


def large(chance):
    """25 MiB of what grows when it is parsed."""
    units = [b"0.1,", b"[],", b'{"a":0},', b'"aa",', b"0,", b"[[[0]]],", b"[0.1],"]
    return _repeated(chance.choice(units))


def too_large(chance):
    """More than any body may have."""
    return _repeated(b"0.1,", 2**23 + chance.randrange(100))


KINDS = [
    *(no_json, no_numbers, deep, wrong_values, wrong_words, wrong_counts, wrong_model),
    *(wrong_path, wrong_http, wrong_length, wrong_chunks, encoded, large, too_large),
]
UNFINISHED = ("wrong_length", "wrong_chunks")  # Which a server may wait for.
