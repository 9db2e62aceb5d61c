"""TensorFlow Serving's JSON: tensors by rows, `instances`, or by columns, `inputs`.

    {"signature_name": "serving_default", "instances": [[0.1, ...], ...]}
    {"signature_name": "serving_default", "instances": [{"latents": [...]}, ...]}
    {"signature_name": "sample", "inputs": {"num": 16, "seed": 3}}

Rows are answered by `predictions`, one for each instance, columns by `outputs`. Where
a signature has one input or output, its name may be left out. Strings of bytes are
{"b64": "..."}, and an output whose name ends in `_bytes` is one.
"""

import base64

import numpy as np
import orjson

from tfgan_zoo.serving.errors import InvalidError

_KEYS = {"signature_name", "instances", "inputs"}


def parse(body: bytes) -> dict:
    """The object that a request's body holds.

    Raises:
        InvalidError: it is no JSON, holds NaN, or is not what `:predict` takes.
    """
    try:
        request = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidError(
            f"The body is not JSON (which has no NaN or Infinity): {error}"
        ) from error
    if not isinstance(request, dict) or not request.keys() <= _KEYS:
        received = (
            sorted(request) if isinstance(request, dict) else type(request).__name__
        )
        raise InvalidError(
            f"The body is an object with {sorted(_KEYS)}. Received: {received}"
        )
    if ("instances" in request) == ("inputs" in request):
        raise InvalidError("The body has either `instances` or `inputs`.")
    if not isinstance(request.get("signature_name", ""), str):
        raise InvalidError("`signature_name` is a string.")
    return request


def to_arrays(request: dict, specs: dict) -> dict:
    """The inputs of a signature.

    Args:
        request: of `parse`.
        specs: name to `tf.TensorSpec` of the signature's inputs.

    Raises:
        InvalidError: the request does not hold these inputs.
    """
    if "inputs" in request:
        columns = request["inputs"]
        if not _names(columns):
            columns = {_only(specs): columns}
    else:
        columns = _columns(request["instances"], specs)
    return {name: _array(value, name) for name, value in columns.items()}


def to_json(request: dict, outputs: dict) -> bytes:
    """The answer to a request, in the format that it has.

    Args:
        request: of `parse`.
        outputs: name to array.

    Raises:
        InvalidError: the outputs have no rows, and rows were asked for.
    """
    answer = {name: _values(value, name) for name, value in outputs.items()}
    by_rows = "instances" in request
    count = len(request["instances"]) if by_rows else 0
    for name, value in outputs.items():
        if by_rows and (value.ndim == 0 or len(value) != count):
            raise InvalidError(f"{name!r} has no rows; ask for it by `inputs`.")
    if len(answer) == 1:
        (answer,) = answer.values()
    elif by_rows:
        answer = [{name: answer[name][i] for name in answer} for i in range(count)]
    return dump({"predictions" if by_rows else "outputs": answer})


def dump(answer: dict) -> bytes:
    """JSON of what holds NumPy arrays."""
    return orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)


def _columns(instances, specs):
    scalars = [name for name, spec in specs.items() if spec.shape.rank == 0]
    if scalars:
        raise InvalidError(
            f"This signature takes one {' and one '.join(scalars)} for all examples, "
            'which rows cannot say; send {"inputs": {...}} instead of `instances`.'
        )
    if not isinstance(instances, list) or not instances:
        raise InvalidError("`instances` is a list of at least one instance.")
    if not _names(instances[0]):
        return {_only(specs): instances}
    names = instances[0].keys()
    if any(not _names(row) or row.keys() != names for row in instances):
        raise InvalidError(f"All instances name the inputs {sorted(names)}.")
    return {name: [row[name] for row in instances] for name in names}


def _names(value):
    """Whether this names inputs; an object with b64 alone is one input."""
    return isinstance(value, dict) and value.keys() != {"b64"}


def _only(specs):
    if len(specs) != 1:
        raise InvalidError(f"Name the inputs: this signature takes {sorted(specs)}.")
    return next(iter(specs))


def _array(value, name):
    try:
        return np.asarray(_decoded(value))
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidError(f"`{name}` is no tensor: {error}") from error
    except RecursionError as error:
        raise InvalidError(f"`{name}` has too many dimensions.") from error


def _decoded(value):
    if isinstance(value, dict) and value.keys() == {"b64"}:
        return base64.b64decode(value["b64"], validate=True)
    if isinstance(value, list) and value and not isinstance(value[0], (int, float)):
        return [_decoded(part) for part in value]
    return value


def _values(array, name):
    if array.dtype == object:
        return _strings(array.tolist(), name)
    return np.asarray(array, order="C")  # `ascontiguousarray` would give scalars a row.


def _strings(value, name):
    if isinstance(value, list):
        return [_strings(part, name) for part in value]
    if name.endswith("_bytes"):
        return {"b64": base64.b64encode(value).decode("ascii")}
    return value.decode("utf-8", "replace")
