"""The body of an HTTP request, read and unpacked within its limits."""

import asyncio
import zlib

from starlette.requests import ClientDisconnect

from tfgan_zoo.serving import errors

_GZIP = 16 + zlib.MAX_WBITS  # With gzip's header and checksum.


async def read(request, share, max_bytes: int, seconds: float) -> bytes:
    """The body, of which no more is kept than may come.

    Args:
        request: of Starlette.
        share: `memory_budget.Share` of the request.
        max_bytes: bytes, packed and unpacked.
        seconds: that the client may take.

    Raises:
        RequestError: it is too large, too slow, in an encoding other than gzip, or
            ends early; or there is no room for it.
    """
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise errors.EncodingError(
            f"The body is plain or in gzip. Received: {encoding!r}"
        )
    if int(request.headers.get("content-length", 0)) > max_bytes:
        raise _too_large(max_bytes)
    try:
        body = await asyncio.wait_for(_read(request, share, max_bytes), seconds)
    except ClientDisconnect as error:
        raise errors.InvalidError("The body ends before its length.") from error
    except asyncio.TimeoutError as error:
        raise errors.SlowError(
            f"The body did not come within {seconds:g} seconds."
        ) from error
    return _unpacked(body, share, max_bytes) if encoding == "gzip" else body


async def _read(request, share, max_bytes):
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
        share.hold(len(body))
    return bytes(body)


def _unpacked(packed, share, max_bytes):
    unpack = zlib.decompressobj(_GZIP)
    try:
        body = unpack.decompress(packed, max_bytes + 1)
    except zlib.error as error:
        raise errors.InvalidError(f"The body is not gzip: {error}") from error
    if len(body) > max_bytes:
        raise _too_large(max_bytes)
    if not unpack.eof or unpack.unused_data:
        raise errors.InvalidError("The body is not one whole file of gzip.")
    share.hold(len(packed) + len(body))
    return body


def _too_large(max_bytes):
    return errors.TooLargeError(f"The body is larger than {max_bytes} bytes.")
