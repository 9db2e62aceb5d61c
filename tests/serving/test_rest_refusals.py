"""What HTTP's clients are told when they ask for what is not served."""

import json
import re
import socket

import numpy as np
import pytest
import requests

from tests.serving import running

LATENTS = np.random.default_rng(0).normal(size=(3, 100)).round(3).tolist()
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
        r"`sources` is from -1 to 1; divide bytes by 127\.5",
    ),
    "an image of bytes": (
        "classifier",
        {"instances": np.full((1, 16, 16, 1), -1.1).tolist()},
        400,
        "`images` is from -1 to 1",
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
    "no bytes": ("plain", {"instances": [{"b64": 5}]}, 400, "no tensor"),
    "no base64": ("plain", {"instances": [{"b64": "?"}]}, 400, "no tensor"),
    "seed of a row": (
        "plain",
        {**SAMPLE, "inputs": {"num": 1, "seed": [1]}},
        400,
        "shape",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_refused_in_words(server, case):
    path, body, status, message = WRONG[case]
    response = requests.post(server.url(f"{path}:predict"), json=body, timeout=60)
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
    ],
)
def test_what_is_no_request_is_refused(server, body, status):
    response = requests.post(server.url("plain:predict"), data=body, timeout=60)
    assert response.status_code == status
    assert response.json().keys() == {"error"}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"num": 0}, "1 to 64"),
        ({"num": "x"}, "integers"),
        ({"label": 1}, "num"),
        ({"size": 1}, "num"),
    ],
)
def test_a_picture_that_cannot_be_made_says_why(server, query, message):
    response = server.get("plain/sample.png", **query)
    assert response.status_code == 400
    assert message in response.json()["error"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("translator", "no samples from a seed alone"),
        ("classifier", "no signature 'sample'"),
    ],
)
def test_what_draws_no_samples_has_no_picture(server, name, message):
    response = server.get(f"{name}/sample.png", seed=3)
    assert response.status_code == 400
    assert message in response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/models/plain:predict", 404),
        ("GET", "/v1/other", 404),
        ("GET", "/", 404),
        ("POST", "/v1/models/plain/metadata", 405),
        ("GET", "/v1/models/plain/versions/1e9", 404),
        ("GET", "/v1/models/plain/versions/-1", 404),
    ],
)
def test_other_paths_are_refused_in_the_same_form(server, method, path, status):
    response = requests.request(method, f"{server.http}{path}", timeout=60)
    assert response.status_code == status
    assert response.json().keys() == {"error"}


def requests_of(server, name):
    """How many a model was asked by HTTP, by their status."""
    page = requests.get(f"{server.http}/metrics", timeout=60).text
    line = rf'tfgan_requests_total{{model="{name}",.*,status="(\d+)"}} (\S+)'
    return dict(re.findall(line, page))


def test_a_client_that_hangs_up_is_no_failure_of_the_server(server):
    before, said = requests_of(server, "together"), len(server.log.read_text())
    host, port = server.http.removeprefix("http://").split(":")
    head = f"POST /v1/models/together:predict HTTP/1.1\r\nHost: {host}\r\n"
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(f"{head}Content-Length: 1000\r\n\r\nhalf".encode())
    running.retry_until(lambda: requests_of(server, "together") != before)
    assert "500" not in requests_of(server, "together")
    assert "Traceback" not in server.log.read_text()[said:]
