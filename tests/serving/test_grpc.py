"""gRPC, by the stubs and messages that TensorFlow Serving's authors publish."""

import re

import grpc
import numpy as np
import pytest
import requests
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal
from tensorflow_serving.apis import (
    get_model_metadata_pb2,
    get_model_status_pb2,
    model_service_pb2_grpc,
    predict_pb2,
)

from tests.serving import running
from tfgan_zoo import export
from tfgan_zoo.serving import prediction_service

LATENTS = np.random.default_rng(0).normal(size=(3, 100)).astype("float32")


def request(name, signature="", version=None, **inputs):
    asked = predict_pb2.PredictRequest()
    asked.model_spec.name, asked.model_spec.signature_name = name, signature
    if version is not None:
        asked.model_spec.version.value = version
    for key, value in inputs.items():
        asked.inputs[key].CopyFrom(tf.make_tensor_proto(value))
    return asked


def test_predict(stub, model_base):
    response = stub.Predict(request("plain", latents=LATENTS), timeout=60)
    assert response.model_spec.name == "plain"
    assert response.model_spec.version.value == 1
    assert response.model_spec.signature_name == "serving_default"
    expected = export.load(model_base / "plain").latents_to_images(LATENTS)
    assert_allclose(tf.make_ndarray(response.outputs["images"]), expected, atol=1e-6)


def test_a_client_that_does_not_wait_is_no_failure_of_the_server(server, stub):
    def counted(status):
        page = requests.get(f"{server.http}/metrics", timeout=60).text
        found = re.findall(
            rf'tfgan_requests_total{{model="plain",protocol="grpc",.*'
            rf'status="{status}"}} (\S+)',
            page,
        )
        return sum(map(float, found))

    failures = counted(500)
    asked = request("plain", "sample", num=np.int64(64), seed=np.int64(1))

    def give_up():
        calls = [stub.Predict.future(asked) for _ in range(64)]
        calls[0].result()  # By now the others have come, and most of them wait.
        for call in calls:
            call.cancel()
        return counted(499)

    running.retry_until(give_up)
    assert counted(500) == failures


def test_scalars_and_strings(stub, model_base):
    def asked(signature):
        scalars = {k: np.int64(v) for k, v in (("num", 4), ("seed", 7), ("label", 2))}
        response = stub.Predict(request("classes", signature, **scalars), timeout=60)
        return response.outputs

    expected = export.load(model_base / "classes")(4, 7, 2)
    assert_array_equal(tf.make_ndarray(asked("sample")["images"]), expected)
    pictures = tf.make_ndarray(asked("png")["image_bytes"])
    assert_array_equal([tf.io.decode_png(p) for p in pictures], expected)


def test_a_translator(stub, model_base):
    sources = np.random.default_rng(0).uniform(-1, 1, (2, 16, 16, 1)).astype("float32")
    asked = request("translator", "sample", sources=sources, seed=np.int64(7))
    response = stub.Predict(asked, timeout=60)
    expected = export.load(model_base / "translator")(sources, 7)
    assert_array_equal(tf.make_ndarray(response.outputs["images"]), expected)


def test_bytes_are_sources_too(stub):
    sources = np.random.default_rng(0).integers(0, 256, (2, 16, 16, 1), np.uint8)
    floats = np.float32(sources / 127.5 - 1)
    images = [
        tf.make_ndarray(
            stub.Predict(request("translator", sources=x), timeout=60).outputs["images"]
        )
        for x in (sources, floats)
    ]
    assert_allclose(*images, atol=1e-5)


def test_a_filter_of_outputs(stub):
    asked = request("plain", latents=LATENTS)
    asked.output_filter.append("images")
    assert stub.Predict(asked, timeout=60).outputs.keys() == {"images"}
    asked.output_filter.append("other")
    assert_refused(stub.Predict, asked, "INVALID_ARGUMENT", "other")


def test_metadata(stub):
    asked = get_model_metadata_pb2.GetModelMetadataRequest()
    asked.model_spec.name = "plain"
    asked.metadata_field.append("signature_def")
    response = stub.GetModelMetadata(asked, timeout=60)
    signatures = get_model_metadata_pb2.SignatureDefMap()
    assert response.metadata["signature_def"].Unpack(signatures)
    inputs = signatures.signature_def["serving_default"].inputs
    assert inputs["latents"].dtype == tf.float32.as_datatype_enum
    assert [d.size for d in inputs["latents"].tensor_shape.dim] == [-1, 100]


def test_status(channel):
    asked = get_model_status_pb2.GetModelStatusRequest()
    asked.model_spec.name = "plain"
    stub = model_service_pb2_grpc.ModelServiceStub(channel)
    (status,) = stub.GetModelStatus(asked, timeout=60).model_version_status
    assert (status.version, status.state) == (1, status.State.Value("AVAILABLE"))
    asked.model_spec.name = "other"
    assert_refused(stub.GetModelStatus, asked, "NOT_FOUND", "other")


def assert_refused(method, asked, code, message):
    with pytest.raises(grpc.RpcError, match=message) as raised:
        method(asked, timeout=60)
    assert raised.value.code().name == code


@pytest.mark.parametrize(
    ("asked", "code", "message"),
    [
        (request("other", latents=LATENTS), "NOT_FOUND", "expected one of"),
        (request("plain", version=7, latents=LATENTS), "NOT_FOUND", "Version 7"),
        (
            request("plain", "other", latents=LATENTS),
            "INVALID_ARGUMENT",
            "serving_default",
        ),
        (request("plain", z=LATENTS), "INVALID_ARGUMENT", "latents"),
        (request("plain", latents=LATENTS[0]), "INVALID_ARGUMENT", "B, 100"),
        (request("plain", latents=LATENTS * np.nan), "INVALID_ARGUMENT", "finite"),
        (
            request("plain", "sample", num=np.int64(0), seed=np.int64(1)),
            "INVALID_ARGUMENT",
            "1 to 64",
        ),
        (
            request("plain", latents=np.zeros((5000, 100), "float32")),
            "RESOURCE_EXHAUSTED",
            "larger",
        ),
    ],
)
def test_what_is_wrong_is_refused_in_words(stub, asked, code, message):
    assert_refused(stub.Predict, asked, code, message)


def labelled(*labels):
    latents = np.zeros((len(labels), 100), "float32")
    return request("classes", latents=latents, labels=np.array(labels))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            labelled(*[0, 3] * 30),
            r"from 0 to 2.*\[3, 3, 3, 3, 3\] and 25 more",
        ),
        (labelled(1, -1), r"from 0 to 2. Received: \[-1\]\""),
        (request("plain", **{f"z{i:04}": 0 for i in range(999)}), "z0004'] and 994"),
        (request("plain", **{"\N{SLEUTH OR SPY}" * 9000: 0}), "takes the inputs"),
        (request("plain", "\N{SLEUTH OR SPY}" * 9000, latents=LATENTS), "no signature"),
    ],
)
def test_a_refusal_is_short(stub, asked, message):
    with pytest.raises(grpc.RpcError, match=message) as raised:
        stub.Predict(asked, timeout=60)
    assert raised.value.code() != grpc.StatusCode.RESOURCE_EXHAUSTED
    assert len(raised.value.details().encode()) <= prediction_service.MAX_MESSAGE_BYTES


def test_other_methods_are_unimplemented(stub):
    from tensorflow_serving.apis import classification_pb2

    asked = classification_pb2.ClassificationRequest()
    assert_refused(stub.Classify, asked, "UNIMPLEMENTED", "Method not found")
