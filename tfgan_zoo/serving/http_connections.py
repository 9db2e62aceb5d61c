"""uvicorn, whose connections have limits of time and memory."""

import asyncio
import contextlib

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

_PART = 2**18  # Bytes of an answer that are sent at once.


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


class Limits:
    """ASGI middleware: each request has a share of the memory until its answer is sent.

    The share is `request.state.share`. A client who does not take a part of the answer
    in time is dropped.

    Args:
        app: the application.
        memory: `Memory`.
        seconds: for a part of an answer.
    """

    def __init__(self, app, memory, seconds: float):
        self.app, self.memory, self.seconds = app, memory, seconds

    async def __call__(self, scope, receive, send):
        """Serves a request."""
        gone = False

        async def send_in_parts(message):
            nonlocal gone
            body = memoryview(message.get("body", b""))
            for at in range(0, len(body) or 1, _PART):
                part = dict(message)
                if message["type"] == "http.response.body":
                    more = message.get("more_body", False) or at + _PART < len(body)
                    part |= {"body": bytes(body[at : at + _PART]), "more_body": more}
                try:
                    gone or await asyncio.wait_for(send(part), self.seconds)
                except asyncio.TimeoutError:
                    gone = True  # uvicorn closes what is not sent to its end.

        with self.memory.share() as share:
            scope.setdefault("state", {})["share"] = share
            await self.app(scope, receive, send_in_parts)
