"""HTTP: TensorFlow Serving's paths, and an image grid for people."""

import io
import logging
import urllib.parse

import fastapi
import prometheus_client
from fastapi import Request, Response
from google.protobuf import json_format
from starlette.exceptions import HTTPException

from tfgan_zoo.export import class_names
from tfgan_zoo.serving import (
    errors,
    http_body,
    http_connections,
    json_tensors,
    messages,
)
from tfgan_zoo.serving.servable import DEFAULT

_LOG = logging.getLogger(__name__)

MODEL = "/v1/models/{name}"
VERSION = MODEL + "/versions/{version}"


def app(
    repository, limiter, metrics, max_bytes: int, seconds: float
) -> fastapi.FastAPI:
    """The application.

    Args:
        repository: `ModelRepository`.
        limiter: `ConcurrencyLimiter`.
        metrics: `ServerMetrics`.
        max_bytes: of a request's body.
        seconds: that a client may take to send a body, and to take a part of an answer.
    """
    # Its pages of documentation would load scripts from other hosts.
    api = fastapi.FastAPI(title="tfgan-serve", docs_url=None, redoc_url=None)
    memory = limiter.memory
    api.add_middleware(http_connections.Limits, memory=memory, seconds=seconds)

    @api.exception_handler(errors.RequestError)
    async def refused(request: Request, error: errors.RequestError):
        later = {"Retry-After": "1"} if error.retry else {}
        return _json({"error": str(error)}, error.status, later)

    @api.exception_handler(HTTPException)
    async def no_such_path(request: Request, error: HTTPException):
        message = f"{request.method} {request.url.path}: {error.detail}"
        return _json({"error": message}, error.status_code, error.headers)

    @api.exception_handler(Exception)
    async def failed(request: Request, error: Exception):
        _LOG.error("%s failed", request.url.path, exc_info=error)
        return _json({"error": f"The server failed: {type(error).__name__}"}, 500)

    @api.get("/")
    async def index():
        models = {
            name: _summary(repository.states(name)) for name in repository.names()
        }
        return _json({"models": models})

    @api.get("/livez")
    async def alive():
        return _json({"status": "alive"})

    @api.get("/readyz")
    async def ready():
        if not repository.ready:
            raise errors.BusyError("No model is served yet, or the server stops.")
        return _json({"status": "ready"})

    @api.get("/metrics")
    @api.get("/monitoring/prometheus/metrics")
    async def prometheus():
        kind = prometheus_client.CONTENT_TYPE_LATEST
        return Response(metrics.page(), media_type=kind)

    @api.get("/v1/models")
    async def models():
        return _json({"models": repository.names()})

    @api.get(MODEL)
    @api.get(VERSION)
    async def status(name: str, version: str | None = None):
        states = repository.states(name, _number(version))
        return _json(_to_dict(messages.status(states)))

    @api.get(MODEL + "/metadata")
    @api.get(VERSION + "/metadata")
    async def metadata(name: str, version: str | None = None):
        servable = repository.find(name, _number(version))
        answer = _to_dict(messages.metadata(servable))
        del answer["metadata"]["signature_def"]["@type"]  # Not in TF Serving's JSON.
        return _json(answer)

    @api.post(MODEL + ":predict")
    @api.post(VERSION + ":predict")
    async def predict(request: Request, name: str, version: str | None = None):
        with metrics.request("rest") as about:
            servable = repository.find(name, _number(version))
            about["model"] = servable.name
            share = request.state.share
            body = await http_body.read(request, share, max_bytes, seconds)
            answer = await limiter.run(share, _predict, servable, share, body, about)
            return Response(answer, media_type="application/json")

    @api.get(MODEL + "/sample.png")
    @api.get(VERSION + "/sample.png")
    async def sample(request: Request, name: str, version: str | None = None):
        with metrics.request("rest") as about:
            servable = repository.find(name, _number(version))
            about |= {"model": servable.name, "signature": "sample"}
            asked = _asked(request, servable)
            share = request.state.share
            grid = await limiter.run(share, _image_grid, servable, share, asked)
            return Response(grid, media_type="image/png")

    return api


def _predict(servable, share, body, about):
    cost, max_bytes = json_tensors.cost(body), share.memory.max_worked
    if cost > max_bytes:
        raise errors.TooLargeError(
            f"The body holds too many values: parsing takes {cost} bytes of memory, of "
            f"{max_bytes}. Send fewer examples at once, or by gRPC."
        )
    signature, arrays, rows = share.memory.work(cost, _parsed, servable, body, about)

    def encode(outputs):
        return json_tensors.to_json(outputs, rows)

    return servable.serve(signature, arrays, share, encode, json_tensors.GROWTH)


def _parsed(servable, body, about):
    request = json_tensors.parse(body)
    signature = request.get("signature_name") or DEFAULT
    specs = servable.specs(signature)
    about["signature"] = signature
    max_examples = servable.max_examples
    arrays = json_tensors.to_arrays(request, specs, signature, max_examples)
    rows = len(request["instances"]) if "instances" in request else None
    return signature, arrays, rows


def _asked(request, servable):
    """The inputs of `sample`, from the query."""
    known = servable.specs("sample")
    if "num" not in known:
        raise errors.InvalidError(
            f"{servable.name} makes no samples from a seed alone; use :predict."
        )
    asked = {"num": "16", "seed": "0", **request.query_params}
    if asked.keys() != known.keys():
        raise errors.InvalidError(
            f"The query has {sorted(known)}. Received: {sorted(request.query_params)}"
        )
    try:
        if "label" in asked:
            asked["label"] = class_names.number(servable.card, asked["label"])
        return {name: int(value) for name, value in asked.items()}
    except ValueError as error:
        raise errors.InvalidError(
            f"The query holds integers, and of `label` names: {error}"
        ) from error


def _image_grid(servable, share, asked):
    from tfgan_zoo.visualization import image_grid

    def encode(outputs):
        (samples,) = outputs.values()
        if samples.ndim == 2 and samples.shape[-1] != 2:
            raise errors.InvalidError(
                f"{servable.name} makes neither images nor points."
            )
        file = io.BytesIO()
        image_grid.examples(samples).save(file, "png")
        return file.getvalue()

    return servable.serve("sample", asked, share, encode)


def _summary(states):
    """What the index says of a model."""
    served = [state.servable for state in states if state.servable]
    url = MODEL.format(name=urllib.parse.quote(served[0].name))
    return {
        "versions": [servable.version for servable in served],
        "signatures": sorted(served[0].model.signatures),
        "metadata": f"{url}/metadata",
        "predict": f"{url}:predict",
    }


def _number(version):
    if version is None:
        return None
    if not (version.isascii() and version.isdecimal() and len(version) < 20):
        raise errors.NotFoundError(f"A version is a number. Received: {version[:40]!r}")
    return int(version)


def _to_dict(message):
    return json_format.MessageToDict(
        message,
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
    )


def _json(answer, status=200, headers=None):
    return Response(
        json_tensors.dump(answer), status, headers, media_type="application/json"
    )
