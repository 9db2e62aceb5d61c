"""gRPC: TensorFlow Serving's PredictionService and ModelService."""

import asyncio
import contextlib

import grpc
import tensorflow as tf
from tensorflow_serving.apis import (
    get_model_metadata_pb2,
    get_model_status_pb2,
    predict_pb2,
)

from tfgan_zoo.serving import errors, messages, tensor_protos, validation
from tfgan_zoo.serving.servable import DEFAULT

MAX_MESSAGE_BYTES = 1000  # Bytes of a message: gRPC drops a status of more than 8 KiB.


def add(server, repository, limiter, metrics, seconds: float):
    """Adds both services to a `grpc.aio` server.

    Args:
        server: to add them to.
        repository: `ModelRepository`.
        limiter: `ConcurrencyLimiter`.
        metrics: `ServerMetrics`.
        seconds: that a client may take to send a message, and to take one.
    """
    services = Services(repository, limiter, metrics, seconds)
    named = {
        "PredictionService": (services.Predict, services.GetModelMetadata),
        "ModelService": (services.GetModelStatus,),
    }
    # On the wire a call with one message each way is a stream of one. The handlers of
    # streams see the bytes before they are parsed, and wait until they are taken.
    handlers = [
        grpc.method_handlers_generic_handler(
            f"tensorflow.serving.{service}",
            {m.__name__: grpc.stream_stream_rpc_method_handler(m) for m in methods},
        )
        for service, methods in named.items()
    ]
    server.add_generic_rpc_handlers(handlers)


class Services:
    """Predict, GetModelMetadata and GetModelStatus; the rest is unimplemented."""

    def __init__(self, repository, limiter, metrics, seconds):
        self.repository, self.limiter = repository, limiter
        self.metrics, self.seconds = metrics, seconds

    async def Predict(self, requests, context):  # noqa: N802
        async with _answering(context):
            with self.metrics.request("grpc") as about:
                await self._serve(_predict, requests, context, about)

    async def GetModelMetadata(self, requests, context):  # noqa: N802
        async with _answering(context):
            await self._serve(_metadata, requests, context)

    async def GetModelStatus(self, requests, context):  # noqa: N802
        async with _answering(context):
            await self._serve(_status, requests, context)

    async def _serve(self, function, requests, context, *args):
        """Answers the bytes of a request by those that a function makes of them."""
        with self.limiter.memory.share() as share:
            raw = await self._in_time(context.read())
            if raw is grpc.aio.EOF:
                raise errors.InvalidError("The call has no message.")
            share.hold(len(raw))
            answer = await self.limiter.run(
                share, function, self.repository, share, raw, *args
            )
            del raw
            await self._in_time(context.write(answer))

    async def _in_time(self, step):
        try:
            return await asyncio.wait_for(step, self.seconds)
        except grpc.aio.InternalError as error:  # The client is gone.
            raise asyncio.CancelledError from error
        except asyncio.TimeoutError as error:
            raise errors.SlowError(
                f"A message is sent and taken within {self.seconds:g} seconds."
            ) from error


@contextlib.asynccontextmanager
async def _answering(context):
    """Answers what cannot be served with its status."""
    try:
        yield
    except errors.RequestError as error:
        words = str(error).encode()[:MAX_MESSAGE_BYTES].decode(errors="ignore")
        await context.abort(grpc.StatusCode[error.grpc], words)


def _version(spec):
    return spec.version.value if spec.HasField("version") else None


def _find(repository, spec):
    if spec.version_label:
        raise errors.InvalidError(
            f"Versions have numbers here, no labels. Received: {spec.version_label!r}"
        )
    return repository.find(spec.name, _version(spec))


def _predict(repository, share, raw, about):
    kind = predict_pb2.PredictRequest
    request = share.parse(len(raw), tensor_protos.parse, kind, raw)
    servable = _find(repository, request.model_spec)
    about["model"] = servable.name
    signature = request.model_spec.signature_name or DEFAULT
    specs = servable.specs(signature)
    about["signature"] = signature
    inputs = dict(request.inputs)
    validation.check_names(inputs, specs, signature)
    arrays = {
        name: tensor_protos.array(proto, specs[name], servable.max_examples)
        for name, proto in inputs.items()
    }
    wanted = set(request.output_filter)
    del inputs, request

    def encode(outputs):
        names = wanted or outputs.keys()
        if not names <= outputs.keys():
            raise errors.InvalidError(
                f"`output_filter` names outputs of {sorted(outputs)}. Received: "
                f"{sorted(names)}"
            )
        response = predict_pb2.PredictResponse(
            model_spec=messages.model_spec(servable, signature),
            outputs={name: tf.make_tensor_proto(outputs[name]) for name in names},
        )
        return response.SerializeToString()

    return servable.serve(signature, arrays, share, encode)


def _metadata(repository, share, raw):
    request = tensor_protos.parse(get_model_metadata_pb2.GetModelMetadataRequest, raw)
    servable = _find(repository, request.model_spec)
    fields = set(request.metadata_field)
    if fields != {"signature_def"}:
        raise errors.InvalidError(
            f"The metadata field is 'signature_def'. Received: {sorted(fields)}"
        )
    return messages.metadata(servable).SerializeToString()


def _status(repository, share, raw):
    request = tensor_protos.parse(get_model_status_pb2.GetModelStatusRequest, raw)
    spec = request.model_spec
    states = repository.states(spec.name, _version(spec))
    return messages.status(states).SerializeToString()
