"""HTTP: TensorFlow Serving's paths, and an image grid for people."""

import contextlib
import functools
import io
import logging
import urllib.parse
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.datastructures import State
from starlette.exceptions import HTTPException

from tfgan_zoo.export import class_names
from tfgan_zoo.serving import errors, http_body, json_tensors, messages
from tfgan_zoo.serving.http_connections import LimitsMiddleware
from tfgan_zoo.serving.servable import DEFAULT, Servable

_LOG = logging.getLogger(__name__)
MODEL = "/v1/models/{name}"
VERSION = MODEL + "/versions/{version}"
router = APIRouter()


def app(repository, limiter, metrics, *, max_bytes: int, seconds: float) -> FastAPI:
    """The application, which watches the folder of models while it runs.

    Args:
        repository: `ModelRepository`.
        limiter: `ConcurrencyLimiter`.
        metrics: `ServerMetrics`.
        max_bytes: of a request's body.
        seconds: that a client may take to send a body, and to take a part of an answer.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_):
        repository.watch()
        yield
        repository.stop()

    api = FastAPI(
        title="tfgan-serve",
        # The paths are TensorFlow Serving's; pages of them would load foreign scripts.
        openapi_url=None,
        lifespan=lifespan,
        routes=router.routes,  # `include_router` would look twice for each path.
    )
    api.state.repository, api.state.limiter = repository, limiter
    api.state.metrics, api.state.max_bytes = metrics, max_bytes
    api.state.seconds = seconds
    api.add_middleware(LimitsMiddleware, memory=limiter.memory, seconds=seconds)
    api.add_exception_handler(errors.RequestError, _refused)
    api.add_exception_handler(HTTPException, _no_such_path)
    api.add_exception_handler(Exception, _failed)
    return api


async def _refused(request, error):
    later = {"Retry-After": "1"} if error.retry else {}
    return JSONResponse({"error": str(error)}, error.status, later)


async def _no_such_path(request, error):
    message = f"{request.method} {request.url.path}: {error.detail}"
    return JSONResponse({"error": message}, error.status_code, error.headers)


async def _failed(request, error):
    _LOG.error("%s failed", request.url.path, exc_info=error)
    return JSONResponse({"error": f"The server failed: {type(error).__name__}"}, 500)


# These read the path by themselves: FastAPI's parameters take longer than all of them.
async def _state(request: Request):
    return request.app.state


async def _version(request: Request):
    number = request.path_params.get("version")
    if number is None:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) < 20):
        raise errors.NotFoundError(f"A version is a number. Received: {number[:40]!r}")
    return int(number)


async def _servable(request: Request):
    name, version = request.path_params["name"], await _version(request)
    return request.app.state.repository.find(name, version)


async def _measured(request: Request):
    with request.app.state.metrics.request("rest") as about:
        servable = await _servable(request)
        about["model"] = servable.name
        yield servable, about


AppState = Annotated[State, Depends(_state)]
Version = Annotated[int | None, Depends(_version)]
Named = Annotated[Servable, Depends(_servable)]
Measured = Annotated[tuple[Servable, dict], Depends(_measured, scope="function")]


@router.get("/")
async def index(state: AppState):
    """The models and their paths."""
    names, states = state.repository.names(), state.repository.states
    return {"models": {name: _summary(states(name)) for name in names}}


@router.get("/livez")
async def alive():
    """Whether the process runs."""
    return {"status": "alive"}


@router.get("/readyz")
async def ready(state: AppState):
    """Whether a model is served."""
    if not state.repository.ready:
        raise errors.BusyError("No model is served yet, or the server stops.")
    return {"status": "ready"}


@router.get("/metrics")
@router.get("/monitoring/prometheus/metrics")
async def metrics(state: AppState):
    """The page that Prometheus reads."""
    return Response(state.metrics.page(), media_type=CONTENT_TYPE_LATEST)


@router.get("/v1/models")
async def models(state: AppState):
    """Names of the models."""
    return {"models": state.repository.names()}


@router.get(MODEL)
@router.get(VERSION)
async def status(state: AppState, name: str, version: Version):
    """Which versions of a model are served."""
    return messages.to_dict(messages.status(state.repository.states(name, version)))


@router.get(MODEL + "/metadata")
@router.get(VERSION + "/metadata")
async def metadata(servable: Named):
    """The signatures of a model."""
    answer = messages.to_dict(messages.metadata(servable))
    del answer["metadata"]["signature_def"]["@type"]  # Not in TF Serving's JSON.
    return answer


@router.post(MODEL + ":predict")
@router.post(VERSION + ":predict")
async def predict(request: Request, measured: Measured):
    """Calls a signature."""
    servable, about = measured
    state, share = request.app.state, request.state.share
    body = await http_body.read(request, share, state.max_bytes, state.seconds)
    answer = await state.limiter.run(share, _predict, servable, share, body, about)
    return Response(answer, media_type="application/json")


@router.get(MODEL + "/sample.png")
@router.get(VERSION + "/sample.png")
async def sample(request: Request, measured: Measured):
    """Samples of a seed as an image grid."""
    servable, about = measured
    about["signature"] = "sample"
    limiter, share = request.app.state.limiter, request.state.share
    inputs = _sample_inputs(servable, request.query_params)
    grid = await limiter.run(share, _image_grid, servable, share, inputs)
    return Response(grid, media_type="image/png")


def _predict(servable, share, body, about):
    cost, max_bytes = json_tensors.cost(body), share.memory.max_worked
    if cost > max_bytes:
        raise errors.TooLargeError(
            f"The body holds too many values: parsing takes {cost} bytes of memory, of "
            f"{max_bytes}. Send fewer examples at once, or by gRPC."
        )
    signature, arrays, rows = share.memory.work(cost, _parsed, servable, body, about)
    encode = functools.partial(json_tensors.to_json, rows=rows)
    return servable.serve(signature, arrays, share, encode, json_tensors.GROWTH)


def _parsed(servable, body, about):
    request = json_tensors.parse(body)
    signature = request.get("signature_name") or DEFAULT
    specs = servable.specs(signature)
    about["signature"] = signature
    arrays = json_tensors.to_arrays(request, specs, signature, servable.max_examples)
    rows = len(request["instances"]) if "instances" in request else None
    return signature, arrays, rows


def _sample_inputs(servable, query):
    """The inputs of the signature `sample`."""
    known = servable.specs("sample")
    if "num" not in known:
        raise errors.InvalidError(
            f"{servable.name} makes no samples from a seed alone; use :predict."
        )
    inputs = {"num": "16", "seed": "0", **query}
    if inputs.keys() != known.keys():
        raise errors.InvalidError(
            f"The query has {sorted(known)}. Received: {sorted(query)}"
        )
    try:
        if "label" in inputs:
            inputs["label"] = class_names.to_label(servable.card, inputs["label"])
        return {name: int(value) for name, value in inputs.items()}
    except ValueError as error:
        raise errors.InvalidError(
            f"The query holds integers, and of `label` names: {error}"
        ) from error


def _image_grid(servable, share, inputs):
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

    return servable.serve("sample", inputs, share, encode)


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
