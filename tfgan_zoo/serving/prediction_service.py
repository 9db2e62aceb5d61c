"""gRPC: TensorFlow Serving's PredictionService and ModelService."""

import contextlib

import grpc
import numpy as np
import tensorflow as tf
from tensorflow_serving.apis import (
    model_service_pb2_grpc,
    predict_pb2,
    prediction_service_pb2_grpc,
)

from tfgan_zoo.serving import checks, errors, messages
from tfgan_zoo.serving.servable import DEFAULT

MOST_WORDS = 1000  # Bytes of a message: gRPC drops a status of more than 8 KiB.


def add(server, base, admission, instruments):
    """Adds both services to a `grpc.aio` server.

    Args:
        server: to add them to.
        base: `ModelBase`.
        admission: `Admission`.
        instruments: `Instruments`.
    """
    services = Services(base, admission, instruments)
    prediction_service_pb2_grpc.add_PredictionServiceServicer_to_server(
        services, server
    )
    model_service_pb2_grpc.add_ModelServiceServicer_to_server(services, server)


class Services(
    prediction_service_pb2_grpc.PredictionServiceServicer,
    model_service_pb2_grpc.ModelServiceServicer,
):
    """Predict, GetModelMetadata and GetModelStatus; the rest is unimplemented."""

    def __init__(self, base, admission, instruments):
        self.base, self.admission = base, admission
        self.instruments = instruments

    async def Predict(self, request, context):  # noqa: N802
        async with _answering(context):
            with self.instruments.request("grpc") as about:
                servable = _find(self.base, request.model_spec)
                about["model"] = servable.name
                return await self.admission.run(_predict, servable, request, about)

    async def GetModelMetadata(self, request, context):  # noqa: N802
        async with _answering(context):
            servable = _find(self.base, request.model_spec)
            fields = set(request.metadata_field)
            if fields != {"signature_def"}:
                raise errors.InvalidError(
                    f"The metadata field is 'signature_def'. Received: {sorted(fields)}"
                )
            return messages.metadata(servable)

    async def GetModelStatus(self, request, context):  # noqa: N802
        async with _answering(context):
            spec = request.model_spec
            return messages.status(self.base.states(spec.name, _version(spec)))


@contextlib.asynccontextmanager
async def _answering(context):
    """Answers what cannot be served with its status."""
    try:
        yield
    except errors.RequestError as error:
        words = str(error).encode()[:MOST_WORDS].decode(errors="ignore")
        await context.abort(grpc.StatusCode[error.grpc], words)


def _version(spec):
    return spec.version.value if spec.HasField("version") else None


def _find(base, spec):
    if spec.version_label:
        raise errors.InvalidError(
            f"Versions have numbers here, no labels. Received: {spec.version_label!r}"
        )
    return base.find(spec.name, _version(spec))


def _predict(servable, request, about):
    signature = request.model_spec.signature_name or DEFAULT
    specs = servable.specs(signature)
    about["signature"] = signature
    protos = dict(request.inputs)
    checks.check_names(protos, specs, signature)
    arrays = {
        name: _array(proto, specs[name], servable.most_examples)
        for name, proto in protos.items()
    }
    outputs = servable.run(signature, arrays)
    wanted = set(request.output_filter) or outputs.keys()
    if not wanted <= outputs.keys():
        raise errors.InvalidError(
            f"`output_filter` names outputs of {sorted(outputs)}. Received: "
            f"{sorted(wanted)}"
        )
    return predict_pb2.PredictResponse(
        model_spec=messages.model_spec(servable, signature),
        outputs={name: tf.make_tensor_proto(outputs[name]) for name in wanted},
    )


def _array(proto, spec, most):
    # A proto may leave values out, which `make_ndarray` fills in: a few bytes would
    # become an array of any shape they name.
    shape = tuple(dimension.size for dimension in proto.tensor_shape.dim)
    try:
        checks.check_shape(shape, spec, most)
        if not (proto.tensor_content or spec.shape[1:].is_fully_defined()):
            raise errors.InvalidError(
                f"`{spec.name}` may have any size; send its values in `tensor_content`."
            )
        return np.asarray(tf.make_ndarray(proto))
    except (TypeError, ValueError, KeyError) as error:
        raise errors.InvalidError(f"`{spec.name}` is no tensor: {error}") from error
