"""HTTP errors: messages to clients that ask for what is not served."""

import contextlib
import gzip
import json
import re
import socket

import numpy as np
import pytest
import requests

from tests.serving import running

LATENTS = np.random.default_rng(0).normal(size=(3, 100)).round(3).tolist()
BODY = json.dumps({"instances": LATENTS}).encode()
SAMPLE = {"signature_name": "sample"}
WRONG = {
    "no such model": ("other", {"instances": LATENTS}, 404, "expected one of"),
    "a path": ("..%2Fplain", {"instances": LATENTS}, 404, "error"),
    "no version": ("plain/versions/x", {"instances": LATENTS}, 404, "number"),
    "no such signature": (
        "plain",
        {"signature_name": "other", "instances": LATENTS},
        400,
        "serving_default",
    ),
    "rows and columns": (
        "plain",
        {"instances": LATENTS, "inputs": LATENTS},
        400,
        "either `instances` or `inputs`",
    ),
    "neither": ("plain", {}, 400, "either `instances` or `inputs`"),
    "another key": ("plain", {"instance": LATENTS}, 400, "instances"),
    "no object": ("plain", LATENTS, 400, "object"),
    "no rows": ("plain", {"instances": []}, 400, "at least one"),
    "width": ("plain", {"instances": [[1.0, 2.0]]}, 400, r"\[B, 100\]"),
    "ragged": ("plain", {"instances": [LATENTS[0], [1.0]]}, 400, "latents"),
    "words": ("plain", {"instances": [["a"] * 100]}, 400, "float32"),
    "truth": ("plain", {"instances": [[True] * 100]}, 400, "float32"),
    "a source of bytes": (
        "translator",
        {"inputs": {"sources": np.full((1, 16, 16, 1), 255).tolist()}},
        400,
        r"`sources` must be in \[-1, 1\].* x / 127\.5 - 1 is",
    ),
    "an image of bytes": (
        "classifier",
        {"instances": np.full((1, 16, 16, 1), -1.1).tolist()},
        400,
        r"`images` must be in \[-1, 1\]",
    ),
    "infinite": ("plain", {"instances": [[1e39] * 100]}, 400, "not finite"),
    "another input": ("plain", {"inputs": {"z": LATENTS}}, 400, "latents"),
    "an input too few": ("classes", {"instances": LATENTS}, 400, "Name the inputs"),
    "label": (
        "classes",
        {"inputs": {"latents": LATENTS, "labels": [0, 1, 3]}},
        400,
        "from 0 to 2",
    ),
    "numbers of examples": (
        "classes",
        {"inputs": {"latents": LATENTS, "labels": [0, 1]}},
        400,
        "one number of examples",
    ),
    "fractions": (
        "classes",
        {"inputs": {"latents": LATENTS, "labels": [0.5, 1, 2]}},
        400,
        "int64",
    ),
    "rows of scalars": (
        "plain",
        {**SAMPLE, "instances": [{"num": 1, "seed": 1}]},
        400,
        "inputs",
    ),
    "none": ("plain", {**SAMPLE, "inputs": {"num": 0, "seed": 1}}, 400, "1 to 64"),
    "too many": ("plain", {**SAMPLE, "inputs": {"num": 65, "seed": 1}}, 400, "1 to 64"),
    "too many rows": ("plain", {"instances": LATENTS * 22}, 400, "1 to 64"),
    "seed": (
        "plain",
        {**SAMPLE, "inputs": {"num": 1, "seed": 2**63}},
        400,
        "int64",
    ),
    "bytes": ("plain", {"instances": [{"b64": "aaaa"}]}, 400, r"\[B, 100\]"),
    "bytes for numbers": (
        "plain",
        {"instances": [[{"b64": ""}] * 100]},
        400,
        "float32",
    ),
    "a long word": ("plain", {"instances": [["a" * 9999] + ["b"] * 99]}, 400, "str"),
    "depth": ("plain", {"instances": [LATENTS[0], 1.0]}, 400, "differ in depth"),
    "seed of a row": (
        "plain",
        {**SAMPLE, "inputs": {"num": 1, "seed": [1]}},
        400,
        "shape",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_refused_in_words(client, case):
    path, body, status, message = WRONG[case]
    response = client.post(f"/v1/models/{path}:predict", json=body)
    answer = response.json()
    assert response.status_code == status, answer
    assert answer.keys() == {"error"}
    if message != "error":
        assert re.search(message, answer["error"]), answer


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff", 400),
        (json.dumps({"instances": [[float("nan")] * 100]}).encode(), 400),
        (json.dumps({"instances": [[float("inf")] * 100]}).encode(), 400),
        (b'{"instances": "' + b"x" * 2**20 + b'"}', 413),
        (b"[" * 100_000, 400),
        (b'{"inputs": ' + b"[" * 900 + b"]" * 900 + b"}", 400),
        (b'{"inputs": [[' + b"[" * 70 + b"1" + b"]" * 70 + b"]]}", 400),
        (b'{"instances": ["' + b"[" * 2**19 + b'"]}', 413),  # As if it held lists.
    ],
)
def test_what_is_no_request_is_refused(client, body, status):
    response = client.post("/v1/models/plain:predict", content=body)
    assert response.status_code == status
    assert response.json().keys() == {"error"}


def gzipped(client, body, encoding="gzip"):
    headers = {"Content-Encoding": encoding}
    return client.post("/v1/models/plain:predict", content=body, headers=headers)


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (BODY, 400, "not gzip"),
        (gzip.compress(BODY)[:-9], 400, "whole file of gzip"),
        (gzip.compress(BODY) + b"more", 400, "whole file of gzip"),
        (gzip.compress(b" " * 2**20 + BODY), 413, "larger than 1048576 bytes"),
        (gzip.compress(bytes(2**28), 1), 413, "larger than 1048576 bytes"),
    ],
)
def test_a_body_in_gzip_is_unpacked_up_to_the_limit(client, body, status, message):
    whole = gzipped(client, gzip.compress(BODY))
    assert whole.json() == gzipped(client, BODY, "identity").json()
    answer = gzipped(client, body)
    assert (answer.status_code, message in answer.json()["error"]) == (status, True)
    assert gzipped(client, BODY, "br").status_code == 415


def test_a_body_is_refused_by_its_length_before_it_comes(server):
    with connection(server, "plain", "Content-Length: 99999999999999999999") as opened:
        assert opened.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"num": 0}, "1 to 64"),
        ({"num": "x"}, "integers"),
        ({"label": 1}, "num"),
        ({"size": 1}, "num"),
    ],
)
def test_a_grid_that_cannot_be_made_says_why(client, query, message):
    response = client.model("plain/sample.png", **query)
    assert response.status_code == 400
    assert message in response.json()["error"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("translator", "no samples from a seed alone"),
        ("classifier", "no signature 'sample'"),
    ],
)
def test_what_draws_no_samples_has_no_grid(client, name, message):
    response = client.model(f"{name}/sample.png", seed=3)
    assert response.status_code == 400
    assert message in response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/models/plain:predict", 404),
        ("GET", "/v1/other", 404),
        ("POST", "/v1/models/plain/metadata", 405),
        ("GET", "/v1/models/plain/versions/1e9", 404),
        ("GET", "/v1/models/plain/versions/-1", 404),
    ],
)
def test_other_paths_are_refused_in_the_same_form(client, method, path, status):
    response = client.request(method, path)
    assert response.status_code == status
    assert response.json().keys() == {"error"}


def connection(server, name, header, body=""):
    """A connection on which a request has begun."""
    host, port = server.http.removeprefix("http://").split(":")
    head = f"POST /v1/models/{name}:predict HTTP/1.1\r\nHost: {host}\r\n"
    opened = socket.create_connection((host, int(port)), timeout=60)
    opened.sendall(f"{head}{header}\r\n\r\n{body}".encode())
    return opened


def test_many_who_send_half_a_request_do_not_keep_others_waiting(server):
    with contextlib.ExitStack() as stack:
        for i in range(200):
            header = "Content-Length: 1000" if i % 2 else "Transfer-Encoding: chunked"
            stack.enter_context(connection(server, "plain", header, "1f4\r\n{"))
        assert server.predict("plain", instances=LATENTS).status_code == 200


def requests_of(server, name):
    """How many a model was asked by HTTP, by their status."""
    page = requests.get(f"{server.http}/metrics", timeout=60).text
    line = rf'tfgan_requests_total{{model="{name}",.*,status="(\d+)"}} (\S+)'
    return dict(re.findall(line, page))


def test_a_client_that_hangs_up_is_no_failure_of_the_server(server):
    before, said = requests_of(server, "together"), len(server.log.read_text())
    with connection(server, "together", "Content-Length: 1000", "half"):
        pass
    running.retry_until(lambda: requests_of(server, "together") != before)
    assert "500" not in requests_of(server, "together")
    assert "Traceback" not in server.log.read_text()[said:]
