"""Limits of time and memory of an HTTP connection, for uvicorn."""

import asyncio
import contextlib
import socket

import h11
import uvicorn
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

_PART = 2**18  # Bytes of an answer that are sent at once.

_LINGER = 2.0  # Seconds in which the rest of a refused body is read, and dropped.


class Server(uvicorn.Server):
    """Leaves the signals to us: they stop both protocols."""

    @contextlib.contextmanager
    def capture_signals(self):
        yield


def protocol(seconds: float) -> type[H11Protocol]:
    """A protocol that closes what sends no whole header within some seconds."""

    class Protocol(H11Protocol):
        _timer = None

        def connection_made(self, transport):
            super().connection_made(transport)
            # asyncio leaves this to us for a socket that it did not open: else the body
            # of a short answer waits until the client has acknowledged its header.
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._watch_header()

        def data_received(self, data):
            super().data_received(data)
            self._watch_header()

        def connection_lost(self, exc):
            super().connection_lost(exc)
            self._stop_timer()

        def _watch_header(self):
            if self.conn.their_state is not h11.IDLE:  # The header has come.
                self._stop_timer()
            elif self._timer is None:
                self._timer = self.loop.call_later(seconds, self.transport.close)

        def _stop_timer(self):
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return Protocol


class LimitsMiddleware:
    """ASGI middleware: each request has a share of the memory until its answer is sent.

    The share is `request.state.share`. A client who does not take a part of the answer
    in time is dropped; the rest of a body that is refused is read for a moment.

    Args:
        app: the application.
        memory: `MemoryBudget`.
        seconds: for a part of an answer.
    """

    def __init__(self, app, memory, seconds: float):
        self.app, self.memory, self.seconds = app, memory, seconds

    async def __call__(self, scope, receive, send):
        """Serves a request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if scope["http_version"] not in ("1.0", "1.1"):
            error = f'{{"error": "No version of HTTP: {scope["http_version"]}"}}'
            answer = Response(error, 400, media_type="application/json")
            return await answer(scope, receive, send)
        unread = True

        async def receive_and_note():
            nonlocal unread
            message = await receive()
            unread = message.get("more_body", False)
            return message

        async def drop_the_rest():
            while unread:
                await receive_and_note()

        async def send_in_parts(message):
            if message["type"] == "http.response.start":
                # A client that still sends when its connection closes reads no answer.
                if unread and b"expect" not in dict(scope["headers"]):
                    with contextlib.suppress(asyncio.TimeoutError):
                        await asyncio.wait_for(drop_the_rest(), _LINGER)
                return await send(message)
            body = memoryview(message["body"])
            for at in range(0, len(body) or 1, _PART):
                more = message.get("more_body", False) or at + _PART < len(body)
                part = {"body": bytes(body[at : at + _PART]), "more_body": more}
                try:
                    sent = send({**message, **part})
                    await asyncio.wait_for(sent, self.seconds)
                except asyncio.TimeoutError:
                    return  # uvicorn closes what is not sent to its end.

        with self.memory.share() as share:
            scope.setdefault("state", {})["share"] = share
            await self.app(scope, receive_and_note, send_in_parts)
