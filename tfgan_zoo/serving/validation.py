"""Validation of a request: all that a network would choke on is refused here."""

import numpy as np
import tensorflow as tf

from tfgan_zoo import pixels
from tfgan_zoo.serving.errors import InvalidError

_SHOWN = 5  # Of what is wrong; the client has the rest.
_PIXELS = ("sources", "images")  # Inputs of the zoo's models.


def check_names(inputs, specs, signature: str):
    """Raises `InvalidError` unless these are the inputs that a signature takes."""
    if inputs.keys() != specs.keys():
        raise InvalidError(
            f"{signature!r} takes the inputs {sorted(specs)}. Received: "
            f"{first(sorted(inputs))}"
        )


def validated(value, spec, max_examples: int, card: dict):
    """An input as the array that a signature takes.

    Args:
        value: what came.
        spec: the `tf.TensorSpec` of the input.
        max_examples: number of examples that a request may have, or ask for by `num`.
        card: the model's, empty if it has none.

    Raises:
        InvalidError: its type, shape or range is wrong.
    """
    value = np.asarray(value)
    wanted, name = np.dtype(spec.dtype.as_numpy_dtype), f"`{spec.name}`"
    check_shape(value.shape, spec, max_examples)
    _check_type(value, spec)
    if wanted.kind not in "iuf":
        return value
    if spec.name == "num" and value.ndim == 0:
        _check_count(int(value), max_examples)
    if wanted.kind in "iu":
        least, largest = np.iinfo(wanted).min, np.iinfo(wanted).max
        expected = f"{name} is of {spec.dtype.name}, from {least} to {largest}"
        _check_range(value, least, largest, expected)
    classes = card.get("num_classes")
    if spec.name in ("label", "labels") and classes is not None:
        _check_range(value, 0, classes - 1, f"{name} is from 0 to {classes - 1}")
    are_images = card and spec.name in _PIXELS and value.ndim == 4
    if not (are_images and value.dtype == np.uint8):
        with np.errstate(over="ignore"):
            value = value.astype(wanted)
    if are_images:
        try:
            return pixels.checked(value, spec.name)
        except ValueError as error:
            raise InvalidError(str(error)) from error
    if wanted.kind == "f" and not np.all(np.isfinite(value)):
        raise InvalidError(f"{name} holds numbers that are not finite.")
    return value


def check_shape(shape: tuple, spec, max_examples: int):
    """Raises `InvalidError` unless a signature takes an input of this shape.

    Args:
        shape: what came.
        spec: as for `validated`.
        max_examples: as for `validated`.
    """
    if not spec.shape.is_compatible_with(shape):
        expected = ["B" if size is None else size for size in spec.shape]
        raise InvalidError(
            f"`{spec.name}` has the shape {_shown(expected)}. Received: {_shown(shape)}"
        )
    if shape:
        _check_count(shape[0], max_examples)


def check_batch_sizes(arrays):
    """Raises `InvalidError` unless all arrays have as many rows."""
    counts = sorted({len(array) for array in arrays if array.ndim})
    if len(counts) > 1:
        raise InvalidError(
            f"All inputs have one number of examples. Received: {counts}"
        )


def _check_type(value, spec):
    if spec.dtype == tf.string:
        fits = all(isinstance(one, (bytes, str)) for one in value.flat)
    elif spec.dtype.is_floating:
        fits = value.dtype.kind in "iuf" or value.dtype == spec.dtype.as_numpy_dtype
    elif spec.dtype.is_integer:
        fits = value.dtype.kind in "iu"
    else:
        fits = value.dtype == spec.dtype.as_numpy_dtype
    if not fits:
        came = "strings" if value.dtype.kind in "OSU" else value.dtype.name
        raise InvalidError(
            f"`{spec.name}` is of {spec.dtype.name}. Received: {came} of the shape "
            f"{_shown(value.shape)}"
        )


def _check_range(value, least, largest, expected):
    wrong = value[(value < least) | (value > largest)]
    if wrong.size:
        raise InvalidError(f"{expected}. Received: {first(wrong.tolist())}")


def _check_count(count, max_examples):
    if not 1 <= count <= max_examples:
        raise InvalidError(
            f"A request is for 1 to {max_examples} examples. Received: {count}"
        )


def _shown(shape):
    return f"[{', '.join(map(str, shape))}]"


def first(wrong) -> str:
    """The first few of a list, and how many there are beside them."""
    left_out = len(wrong) - _SHOWN
    return f"{wrong[:_SHOWN]}" + (f" and {left_out} more" if left_out > 0 else "")
