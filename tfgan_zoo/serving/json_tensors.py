"""TensorFlow Serving's JSON: tensors by rows, `instances`, or by columns, `inputs`.

    {"signature_name": "serving_default", "instances": [[0.1, ...], ...]}
    {"signature_name": "serving_default", "instances": [{"latents": [...]}, ...]}
    {"signature_name": "sample", "inputs": {"num": 16, "seed": 3}}

Rows are answered by `predictions`, one for each instance, columns by `outputs`. Where
a signature has one input or output, its name may be left out. Strings of bytes are
{"b64": "..."}, and an output whose name ends in `_bytes` is one.
"""

import base64
import contextlib
import itertools

import numpy as np
import orjson
import tensorflow as tf

from tfgan_zoo.serving import validation
from tfgan_zoo.serving.errors import InvalidError

_KINDS = ({int}, np.int64), ({int, float}, np.float64), ({bool}, np.bool_)
GROWTH = 4  # Bytes of JSON for each of an array.
# Bytes of memory for what a body holds until its arrays are made, by the characters
# that come before each: a float and its place in lists and arrays; a list; an object.
_COST = {b",": 52, b"[": 96, b":": 128, b"{": 256}


def cost(body: bytes) -> int:
    """Bytes of memory that it takes to parse a body, at most."""
    text = len(body) if body.isascii() else 4 * len(body)
    return text + sum(size * body.count(mark) for mark, size in _COST.items())


def parse(body: bytes) -> dict:
    """The object that a request's body holds.

    Other keys than those of `:predict` are passed over, as TensorFlow Serving does.

    Raises:
        InvalidError: it is no JSON, holds NaN, or is not what `:predict` takes.
    """
    try:
        request = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidError(
            f"The body is not JSON (which has no NaN or Infinity): {error}"
        ) from error
    if not isinstance(request, dict):
        raise InvalidError(
            "The body is an object with `instances` or `inputs`. Received: "
            f"{type(request).__name__}"
        )
    if ("instances" in request) == ("inputs" in request):
        received = validation.first(sorted(request))
        raise InvalidError(
            f"The body has either `instances` or `inputs`. Received: {received}"
        )
    if not isinstance(request.get("signature_name", ""), str):
        raise InvalidError("`signature_name` is a string.")
    return request


def to_arrays(request: dict, specs: dict, signature: str, max_examples: int) -> dict:
    """The inputs of a signature.

    Args:
        request: of `parse`.
        specs: name to `tf.TensorSpec` of the signature's inputs.
        signature: its name.
        max_examples: as for `validation.validated`.

    Raises:
        InvalidError: the request does not hold these inputs.
    """
    if "inputs" in request:
        columns = request["inputs"]
        if not _names(columns):
            columns = {_only(specs): columns}
    else:
        columns = _columns(request["instances"], specs)
    validation.check_names(columns, specs, signature)
    return {
        name: _array(columns[name], spec, max_examples) for name, spec in specs.items()
    }


def to_json(outputs: dict, rows: int | None) -> bytes:
    """The answer to a request, in the format that it has.

    Args:
        outputs: name to array.
        rows: number of instances that were sent; None if columns were.

    Raises:
        InvalidError: the outputs have no rows, and rows were asked for.
    """
    answer = {name: _values(value, name) for name, value in outputs.items()}
    by_rows = rows is not None
    for name, value in outputs.items():
        if by_rows and (value.ndim == 0 or len(value) != rows):
            raise InvalidError(f"{name!r} has no rows; ask for it by `inputs`.")
    if len(answer) == 1:
        (answer,) = answer.values()
    elif by_rows:
        answer = [{name: answer[name][i] for name in answer} for i in range(rows)]
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


def _array(value, spec, max_examples):
    """A nested list as an array, whose shape is looked at before anything is made."""
    shape, first = [], value
    while isinstance(first, list):
        shape.append(len(first))
        first = first[0] if first else None
    validation.check_shape(tuple(shape), spec, max_examples)
    flat = [value]
    for size in shape:
        if set(map(type, flat)) != {list} or set(map(len, flat)) != {size}:
            raise InvalidError(
                f"`{spec.name}` is no tensor: its lists differ in depth or length."
            )
        flat = list(itertools.chain.from_iterable(flat))
    try:
        return _typed(flat, spec).reshape(shape)
    except ValueError as error:
        raise InvalidError(f"`{spec.name}` has too many dimensions.") from error


def _typed(flat, spec):
    """Values of JSON as an array; what they are worth, `validation` decides."""
    if spec.dtype == tf.string:
        strings = np.empty(len(flat), object)
        strings[:] = [_string(one, spec.name) for one in flat]
        return strings
    kinds = set(map(type, flat))
    for fits, dtype in _KINDS:
        with contextlib.suppress(OverflowError):  # Beyond int64.
            if kinds <= fits:
                return np.array(flat, dtype)
    names = ", ".join(sorted(kind.__name__ for kind in kinds))
    raise InvalidError(f"`{spec.name}` is of {spec.dtype.name}. Received: {names}")


def _string(value, name):
    try:
        if isinstance(value, str):
            return value.encode()
        return base64.b64decode(value["b64"], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidError(
            f'`{name}` holds strings, or bytes as {{"b64": "..."}}. Received what is '
            f"neither: {type(error).__name__}"
        ) from error


def _values(array, name):
    """Values as JSON has them."""
    array = np.asarray(
        array, order="C"
    )  # `ascontiguousarray` would give scalars a row.
    if array.dtype == object:
        return _strings(array.tolist(), name)
    if array.dtype.kind not in "biuf":
        try:
            array = array.astype(np.float32, casting="safe")  # Of bfloat16.
        except TypeError as error:
            raise InvalidError(
                f"{name!r} is of {array.dtype.name}, which JSON has not; use gRPC."
            ) from error
    return array if array.ndim else array.item()


def _strings(value, name):
    if isinstance(value, list):
        return [_strings(part, name) for part in value]
    if name.endswith("_bytes"):
        return {"b64": base64.b64encode(value).decode("ascii")}
    return value.decode("utf-8", "replace")
