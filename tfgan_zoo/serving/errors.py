"""Errors of a request, as HTTP and gRPC status codes.

The messages go to the client: each says what was expected and what came.
"""


class RequestError(Exception):
    """A request that is not served."""

    status = 500
    grpc = "INTERNAL"
    retry = False  # Whether the same request may succeed in a second.


class InvalidError(RequestError):
    """The request is wrong, and will be."""

    status = 400
    grpc = "INVALID_ARGUMENT"


class NotFoundError(RequestError):
    """There is no such model, version or path."""

    status = 404
    grpc = "NOT_FOUND"


class TooLargeError(RequestError):
    """The request is larger than this server takes."""

    status = 413
    grpc = "RESOURCE_EXHAUSTED"


class EncodingError(RequestError):
    """The body is in an encoding that this server does not decode."""

    status = 415
    grpc = "UNIMPLEMENTED"


class SlowError(RequestError):
    """The request did not come in time."""

    status = 408
    grpc = "DEADLINE_EXCEEDED"


class BusyError(RequestError):
    """Too much is waiting already; the same request may succeed later."""

    status = 503
    grpc = "UNAVAILABLE"
    retry = True


class NoRoomError(RequestError):
    """Other requests take the memory; the same request may succeed later."""

    status = 503
    grpc = "RESOURCE_EXHAUSTED"
    retry = True


class ExhaustedError(RequestError):
    """The device cannot hold what the request needs beside what it holds now."""

    status = 503
    grpc = "RESOURCE_EXHAUSTED"
