"""Malformed gRPC calls: each kind is a function of a `random.Random` to both parts.

These are the path of a method, and the bytes of a message.
"""

from tensorflow.core.framework import tensor_pb2
from tensorflow_serving.apis import get_model_metadata_pb2, predict_pb2

PREDICT = "/tensorflow.serving.PredictionService/Predict"
METADATA = "/tensorflow.serving.PredictionService/GetModelMetadata"


def predict(
    shape=(), *, dtype="DT_FLOAT", model="dcgan_mnist_5k", name="latents", **values
) -> tuple[str, bytes]:
    """A call of Predict, whose tensor claims a shape whatever values it has."""
    return PREDICT, _request(shape, dtype, model, name, **values).SerializeToString()


def _request(
    shape=(), dtype="DT_FLOAT", model="dcgan_mnist_5k", name="latents", **values
):
    request = predict_pb2.PredictRequest()
    request.model_spec.name = model
    dim = [{"size": size} for size in shape]
    request.inputs[name].CopyFrom(
        tensor_pb2.TensorProto(dtype=dtype, tensor_shape={"dim": dim}, **values)
    )
    return request


def no_message(chance):
    """Bytes, or the beginning of a right message."""
    _, whole = predict((1, 100), tensor_content=bytes(400))
    cut = whole[: chance.randrange(3, len(whole) - 1)]
    return chance.choice([PREDICT, METADATA]), chance.choice(
        [chance.randbytes(99), cut]
    )


def few_values(chance):
    """A large shape, and few values or none."""
    shape = chance.choice([(1024, 100), (1024, 64, 64, 3), (1000, 100), (64, 100)])
    return predict(shape, float_val=[1.0] * chance.randrange(3))


def wrong_shape(chance):
    """Shapes that are negative, overflow, are empty or of another rank."""
    shapes = [(-1, 100), (1, -100), (2**62, 2**62), (2**63 - 1, 100), (0, 100), (100,)]
    shapes += [(1,) * 300 + (100,), (2**32, 2**32), (1, 101), ()]
    return predict(chance.choice(shapes), float_val=[1.0] * 100)


def wrong_type(chance):
    """Types that the model does not take, or that there are not."""
    dtypes = ["DT_STRING", "DT_BOOL", "DT_COMPLEX64", "DT_VARIANT", "DT_RESOURCE"]
    dtypes += ["DT_INVALID", "DT_FLOAT_REF", "DT_QINT8", "DT_INT4", 999]
    values = chance.choice(["string_val", "bool_val", "int_val", "half_val"])
    numbers = [b"x"] * 100 if values == "string_val" else [1] * 100
    return predict((1, 100), dtype=chance.choice(dtypes), **{values: numbers})


def wrong_values(chance):
    """Numbers that are not finite, and too few or too many bytes."""
    nan, inf = float("nan"), float("inf")
    given = [{"float_val": [nan] * 100}, {"float_val": [inf] * 100}]
    given += [{"tensor_content": bytes(n)} for n in (1, 399, 401)]
    return predict((1, 100), **chance.choice(given))


def wrong_names(chance):
    """Models, signatures, versions, labels, inputs and outputs that there are not."""
    given = {"shape": (1, 100), "tensor_content": bytes(400)}
    model = chance.choice(["..", "../dcgan_mnist_5k", "", "\x00", "\U0001f600" * 999])
    requests = [_request(**given, model=model), _request(**given, name="\u202e")]
    for _ in range(4):
        requests.append(_request(**given))
    requests[2].model_spec.signature_name = "x" * 10**5
    requests[3].model_spec.version.value = chance.choice([-1, 0, 2**63 - 1])
    requests[4].model_spec.version_label = "stable"
    requests[5].output_filter.append("labels")
    return PREDICT, chance.choice(requests).SerializeToString()


def wrong_method(chance):
    """Services and methods that there are not."""
    service = chance.choice(["tensorflow.serving.PredictionService", "x", "grpc"])
    return f"/{service}/{chance.choice(['Classify', 'predict', '..'])}", b""


def wrong_metadata(chance):
    """Fields of the metadata that there are not."""
    asked = get_model_metadata_pb2.GetModelMetadataRequest()
    asked.model_spec.name = "dcgan_mnist_5k"
    asked.metadata_field.extend(["x"] * chance.choice([0, 1, 30_000]))
    return METADATA, asked.SerializeToString()


def many_fields(chance):
    """24 MiB of fields without a content."""
    field = chance.choice([b"\x12\x00", b"\x1a\x00", b"\x0a\x00", b"\x58\x00"])
    return PREDICT, predict()[1] + field * (12 * 2**20)


def deep(chance):
    """Tensors in tensors."""
    raw = b""
    for _ in range(chance.choice([50, 99, 1000])):
        for tag in (b"\x12", b"\x7a"):  # `tensors` of a variant; `variant_val`.
            raw = tag + _varint(len(raw)) + raw
    entry = b"\x0a\x07latents\x12" + _varint(len(raw)) + raw
    start = predict(name="other")[1]
    return PREDICT, start + b"\x12" + _varint(len(entry)) + entry


def large(chance):
    """25 MiB, of one tensor."""
    rows = 65_536 + chance.randrange(10)
    return predict((rows, 100), tensor_content=bytes(400 * rows))


def too_large(chance):
    """More than any message may have."""
    return predict((1, 100), tensor_content=bytes(33 * 2**20 + chance.randrange(10)))


def _varint(number):
    raw = bytearray()
    while number > 127:
        raw.append(number & 127 | 128)
        number >>= 7
    return bytes([*raw, number])


KINDS = [
    *(no_message, few_values, wrong_shape, wrong_type, wrong_values, wrong_names),
    *(wrong_method, wrong_metadata, many_fields, deep, large, too_large),
]
