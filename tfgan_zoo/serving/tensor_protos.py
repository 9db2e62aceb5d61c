"""Tensors of gRPC's messages as arrays, validated before memory is spent on them.

A message of 24 MiB may be parsed to 2 GiB of empty fields, and a tensor of one value
may claim any shape, which `tf.make_ndarray` would fill.
"""

import math

import numpy as np
import tensorflow as tf
from google.protobuf.message import DecodeError
from tensorflow.core.framework import types_pb2

from tfgan_zoo.serving import validation
from tfgan_zoo.serving.errors import InvalidError

MAX_FIELDS = 20_000  # Of a message and of those in it; packed numbers are one.
_FIXED = {1: 8, 5: 4}  # Bytes of a field, by its wire type.
_FIELDS = {  # Of the values of a type; of all others it is `int_val`.
    types_pb2.DT_FLOAT: "float_val",
    types_pb2.DT_DOUBLE: "double_val",
    types_pb2.DT_INT64: "int64_val",
    types_pb2.DT_UINT32: "uint32_val",
    types_pb2.DT_UINT64: "uint64_val",
    types_pb2.DT_BOOL: "bool_val",
    types_pb2.DT_STRING: "string_val",
    types_pb2.DT_HALF: "half_val",
    types_pb2.DT_BFLOAT16: "half_val",
}


def parse(kind, raw: bytes):
    """The message that some bytes hold.

    Args:
        kind: its class.
        raw: the bytes.

    Raises:
        InvalidError: they hold none, or one of too many fields.
    """
    try:
        _check_fields(raw, kind.DESCRIPTOR)
        return kind.FromString(raw)
    except (DecodeError, IndexError) as error:
        raise InvalidError(f"The request is no {kind.DESCRIPTOR.name}.") from error


def array(proto, spec, max_examples: int) -> np.ndarray:
    """The array of a tensor, all of whose values are given.

    Args:
        proto: `TensorProto`.
        spec: the `tf.TensorSpec` that it is for.
        max_examples: as for `validation.validated`.

    Raises:
        InvalidError: it is not of that spec, or a value is left out.
    """
    shape = tuple(dimension.size for dimension in proto.tensor_shape.dim)
    if proto.tensor_shape.unknown_rank or any(size < 0 for size in shape):
        raise InvalidError(f"`{spec.name}` is no tensor: its shape is not known.")
    validation.check_shape(shape, spec, max_examples)
    try:
        dtype = tf.as_dtype(proto.dtype)
        if proto.tensor_content:
            came = len(proto.tensor_content) / dtype.size
        else:
            came = len(getattr(proto, _FIELDS.get(proto.dtype, "int_val")))
        if came != math.prod(shape):
            raise InvalidError(
                f"`{spec.name}` has {math.prod(shape)} values, all of which are sent. "
                f"Received: {came:g}"
            )
        return np.asarray(tf.make_ndarray(proto))
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise InvalidError(f"`{spec.name}` is no tensor: {error}") from error


def _check_fields(raw, descriptor):
    """Raises `InvalidError` if a message has too many fields, at any depth."""
    left, messages = MAX_FIELDS, [(memoryview(raw), descriptor)]
    while messages:
        view, descriptor = messages.pop()
        known, at = descriptor.fields_by_number, 0
        while at < len(view):
            left -= 1
            if left < 0:
                raise InvalidError(
                    f"The request has more than {MAX_FIELDS} fields; send numbers in "
                    "`tensor_content`."
                )
            tag, at = _varint(view, at)
            wire_type = tag & 7
            if wire_type == 0:
                _, at = _varint(view, at)
            elif wire_type in _FIXED:
                at += _FIXED[wire_type]
            elif wire_type == 2:
                size, at = _varint(view, at)
                field = known.get(tag >> 3)
                if field and field.message_type:
                    messages.append((view[at : at + size], field.message_type))
                at += size
            else:  # Groups, which no field is.
                raise DecodeError


def _varint(view, at):
    value = shift = 0
    while True:
        byte = view[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
        if shift > 63:
            raise DecodeError
