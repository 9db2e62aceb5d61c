"""HTTP as TensorFlow Serving's clients use it."""

import base64
import io

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from tests.serving import conftest, running
from tfgan_zoo import export

LATENTS = np.random.default_rng(0).normal(size=(3, 100)).round(3).tolist()


@pytest.fixture(scope="module")
def plain(model_base):
    return export.load(model_base / "plain")


@pytest.fixture(scope="module")
def classes(model_base):
    return export.load(model_base / "classes")


@pytest.mark.parametrize(
    "body",
    [
        {"instances": LATENTS},
        {"instances": [{"latents": z} for z in LATENTS]},
        {"signature_name": "serving_default", "instances": LATENTS},
        {"instances": LATENTS, "context": "which TensorFlow Serving passes over"},
    ],
)
def test_rows(client, plain, body):
    answer = client.predict("plain", **body).json()
    assert answer.keys() == {"predictions"}
    assert_allclose(answer["predictions"], plain.latents_to_images(LATENTS), atol=1e-6)


@pytest.mark.parametrize("inputs", [LATENTS, {"latents": LATENTS}])
def test_columns(client, plain, inputs):
    answer = client.predict("plain", inputs=inputs).json()
    assert answer.keys() == {"outputs"}
    assert_allclose(answer["outputs"], plain.latents_to_images(LATENTS), atol=1e-6)


def test_rows_and_columns_of_several_inputs(client, classes):
    labels = [2, 0, 1]
    expected = classes.latents_to_images(LATENTS, labels)
    columns = {"latents": LATENTS, "labels": labels}
    answer = client.predict("classes", inputs=columns).json()["outputs"]
    assert_allclose(answer, expected, atol=1e-6)
    rows = [{"latents": z, "labels": k} for z, k in zip(LATENTS, labels, strict=True)]
    answer = client.predict("classes", instances=rows).json()["predictions"]
    assert_allclose(answer, expected, atol=1e-6)


def test_scalars_come_by_columns(client, plain, classes):
    asked = {"num": 4, "seed": 7}
    answer = client.predict("plain", signature_name="sample", inputs=asked)
    assert_array_equal(answer.json()["outputs"], plain(4, 7))
    asked["label"] = 2
    answer = client.predict("classes", signature_name="png", inputs=asked)
    pictures = [base64.b64decode(p["b64"]) for p in answer.json()["outputs"]]
    images = [np.array(Image.open(io.BytesIO(p)))[..., None] for p in pictures]
    assert_array_equal(images, classes(4, 7, 2))


def test_a_version_by_its_number(client, plain):
    answer = client.predict("plain/versions/1", instances=LATENTS)
    expected = plain.latents_to_images(LATENTS)
    assert_allclose(answer.json()["predictions"], expected, atol=1e-6)
    assert client.predict("plain/versions/2", instances=LATENTS).status_code == 404


@pytest.mark.parametrize("path", ["plain", "plain/versions/1"])
def test_status(client, path):
    ok = {"error_code": "OK", "error_message": ""}
    assert client.model(path).json() == {
        "model_version_status": [{"version": "1", "state": "AVAILABLE", "status": ok}]
    }


@pytest.mark.parametrize("path", ["classes/metadata", "classes/versions/1/metadata"])
def test_metadata(client, path):
    answer = client.model(path).json()
    assert answer["model_spec"] == {
        "name": "classes",
        "signature_name": "",
        "version": "1",
    }
    signatures = answer["metadata"]["signature_def"]["signature_def"]
    assert {"serving_default", "sample", "png"} <= signatures.keys()
    latents = signatures["serving_default"]["inputs"]["latents"]
    assert latents["dtype"] == "DT_FLOAT"
    assert [d["size"] for d in latents["tensor_shape"]["dim"]] == ["-1", "100"]
    method = signatures["serving_default"]["method_name"]
    assert method == "tensorflow/serving/predict"


def test_a_translator(client, model_base):
    sources = np.random.default_rng(0).uniform(-1, 1, (2, 16, 16, 1)).round(3)
    translator = export.load(model_base / "translator")
    asked = {"sources": sources.tolist(), "seed": 7}
    answer = client.predict("translator", signature_name="sample", inputs=asked)
    assert_array_equal(answer.json()["outputs"], translator(sources, 7))
    answer = client.predict("translator", instances=sources.tolist()).json()
    expected = translator.sources_to_images(sources)
    assert_allclose(answer["predictions"], expected, atol=1e-5)


def test_an_image_grid_for_people(client, classes):
    response = client.model("classes/sample.png", num=9, seed=3, label=1)
    assert response.headers["content-type"] == "image/png"
    grid = np.array(Image.open(io.BytesIO(response.content)))
    scale = len(grid) // (3 * 17 - 1)
    first = grid[: 16 * scale : scale, : 16 * scale : scale]
    assert_array_equal(first, classes(9, 3, 1)[0, ..., 0])
    by_name = client.model("classes/sample.png", num=9, seed=3, label="dog")
    assert by_name.content == response.content
    message = client.model("classes/sample.png", label="cow").json()["error"]
    assert "classes knows no class 'cow'. Choose one of: cat, dog, owl." in message


def test_all_models(client):
    names = client.get("/v1/models").json()["models"]
    assert names == ["classes", "classifier", "plain", "together", "translator"]


def test_the_index_says_what_is_served(client):
    models = client.get("/").json()["models"]
    assert models["classes"] == {
        "versions": [1],
        "signatures": ["png", "sample", "serving_default"],
        "metadata": "/v1/models/classes/metadata",
        "predict": "/v1/models/classes:predict",
    }
    assert len(models) == 5


def test_prometheus_reads_what_happened(client):
    for _ in range(3):
        client.predict("plain", instances=LATENTS)
    client.predict("made_up", instances=LATENTS)
    pages = [
        client.get(path).text for path in ("/metrics", "/monitoring/prometheus/metrics")
    ]
    for page in pages:
        lines = [line for line in page.splitlines() if not line.startswith("#")]
        (served,) = [
            line
            for line in lines
            if line.startswith("tfgan_requests_total")
            and 'model="plain",protocol="rest",signature="serving_default"' in line
            and 'status="200"' in line
        ]
        assert float(served.split()[-1]) >= 3
        assert "made_up" not in page
        assert "tfgan_models 5.0" in page


def test_the_folder_is_watched_from_the_start_to_the_end(tmp_path):
    conftest.save(tmp_path / "model")
    with running.Client(tmp_path) as client:
        client.wait_until_ready()
        assert client.get("/v1/models").json() == {"models": ["model"]}
    client.repository.refresh()
    assert not client.repository.ready
