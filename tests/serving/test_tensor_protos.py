"""gRPC's messages are validated before memory is spent on them."""

import asyncio

import grpc
import pytest
import tensorflow as tf
from numpy.testing import assert_array_equal
from tensorflow.core.framework import tensor_pb2

from tests.serving.test_grpc import LATENTS, assert_refused, request
from tfgan_zoo.serving import errors, prediction_service, tensor_protos
from tfgan_zoo.serving.concurrency_limiter import ConcurrencyLimiter
from tfgan_zoo.serving.metrics import ServerMetrics


def of_shape(*sizes, **values):
    """A request whose tensor names a shape, whatever values it brings."""
    asked = request("plain", latents=LATENTS)
    shape = {"dim": [{"size": size} for size in sizes]}
    asked.inputs["latents"].CopyFrom(
        tensor_pb2.TensorProto(dtype="DT_FLOAT", tensor_shape=shape, **values)
    )
    return asked


@pytest.mark.parametrize(
    ("sizes", "values", "message"),
    [
        ((2**40, 100), [1.0], "1 to 64"),
        ((64, 2**40), [1.0], r"\[B, 100\]"),
        ((2**62, 2**62), [], r"\[B, 100\]"),
        ((0, 100), [], "1 to 64"),
        ((-1, 100), [1.0] * 100, "no tensor"),
        ((3, -1), [1.0] * 300, "no tensor"),
        ((), [1.0], r"\[B, 100\]"),
        ((1, 100), [1.0] * 101, "100 values, all of which are sent. Received: 101"),
        ((64, 100), [1.0], "6400 values, all of which are sent. Received: 1"),
        ((64, 100), [], "Received: 0"),
    ],
)
def test_no_tensor_is_made_of_a_shape_that_is_refused(stub, sizes, values, message):
    asked = of_shape(*sizes, float_val=values)
    assert_refused(stub.Predict, asked, "INVALID_ARGUMENT", message)


def test_a_tensor_of_unknown_rank_is_refused(stub):
    asked = of_shape(float_val=[1.0])
    asked.inputs["latents"].tensor_shape.unknown_rank = True
    assert_refused(stub.Predict, asked, "INVALID_ARGUMENT", "shape is not known")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tensor_content", bytes(4)),
        ("tensor_content", bytes(401)),
        ("int_val", [1] * 100),
        ("double_val", [1.0] * 100),
    ],
)
def test_values_of_another_type_or_number_are_refused(stub, field, value):
    asked = of_shape(1, 100, **{field: value})
    assert_refused(stub.Predict, asked, "INVALID_ARGUMENT", "100 values, all of which")


def test_a_size_that_the_signature_leaves_open_is_not_made_up():
    spec = tf.TensorSpec((None, None), tf.float32, "sources")
    for whole in (tf.make_tensor_proto(LATENTS), numbers(LATENTS)):
        assert_array_equal(tensor_protos.array(whole, spec, 64), LATENTS)
    filled = of_shape(1, 2**62, float_val=[1.0]).inputs["latents"]
    with pytest.raises(errors.InvalidError, match=f"{2**62} values"):
        tensor_protos.array(filled, spec, 64)


def numbers(array):
    """A tensor as other clients write it, number by number."""
    proto = tf.make_tensor_proto(array[:0])
    proto.tensor_shape.CopyFrom(tf.TensorShape(array.shape).as_proto())
    proto.float_val.extend(array.ravel().tolist())
    return proto


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\x12\x00" * 2**18, "more than 20000 fields"),  # 85 times as large, parsed.
        (b"\x0a\x05", "no PredictRequest"),
        (b"\xff" * 20, "no PredictRequest"),
        (b"\x0b", "no PredictRequest"),
        (b"\x0a\x02\x0a\xff", "no PredictRequest"),
    ],
)
def test_bytes_that_are_no_request_are_refused_before_they_are_parsed(
    server, channel, raw, message
):
    said = len(server.log.read_text())
    call = channel.unary_unary("/tensorflow.serving.PredictionService/Predict")
    assert_refused(call, raw, "INVALID_ARGUMENT", message)
    assert "Traceback" not in server.log.read_text()[said:]


def test_a_message_that_does_not_come_is_not_waited_for():
    async def story():
        server = grpc.aio.server()
        limiter = ConcurrencyLimiter(threads=1, waiting=0)
        seconds = 0.2
        metrics = ServerMetrics(None, limiter)
        prediction_service.add(server, None, limiter, metrics, seconds)
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            path = "/tensorflow.serving.PredictionService/Predict"
            call = channel.stream_unary(path)()
            with pytest.raises(
                grpc.aio.AioRpcError, match=r"within 0\.2 seconds"
            ) as slow:
                await call
            assert slow.value.code().name == "DEADLINE_EXCEEDED"
        await server.stop(None)
        limiter.close()

    asyncio.run(story())
