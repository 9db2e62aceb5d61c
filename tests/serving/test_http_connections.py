"""Connections that do not go on are closed, and what they hold is given back."""

import asyncio
import contextlib
import socket

import pytest
import uvicorn

from tfgan_zoo.serving import http_connections
from tfgan_zoo.serving.memory_budget import MemoryBudget

SECONDS = 0.2
PROTOCOL = http_connections.protocol(SECONDS)
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@contextlib.asynccontextmanager
async def serving(answer, protocol=PROTOCOL):
    """Serves one answer to everybody: opens connections to it, and its memory."""
    memory = MemoryBudget(4 * len(answer) + 400)

    async def app(scope, receive, send):
        scope["state"]["share"].hold(len(answer))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": answer})

    http = http_connections.Server(
        uvicorn.Config(
            http_connections.LimitsMiddleware(app, memory, SECONDS),
            http=protocol,
            lifespan="off",
            timeout_keep_alive=SECONDS,
            log_level="critical",
        )
    )
    listening = socket.create_server(("127.0.0.1", 0))
    task = asyncio.create_task(http.serve([listening]))
    while not http.started:
        await asyncio.sleep(0.01)
    port = listening.getsockname()[1]
    yield lambda: asyncio.open_connection("127.0.0.1", port), memory
    http.should_exit = http.force_exit = True
    await task


@pytest.mark.parametrize("sent", [b"", b"G", GET[:-2], GET + GET[:-2]])
def test_a_header_that_does_not_come_closes_the_connection(sent):
    async def story():
        async with serving(b"answer") as (connect, _):
            reader, writer = await connect()
            writer.write(sent)
            assert (await reader.read()).count(b"answer") == sent.count(GET)
            writer.close()

    asyncio.run(asyncio.wait_for(story(), 60))


def test_a_refusal_is_read_by_a_client_that_still_sends():
    async def story():
        async with serving(b"answer") as (connect, _):
            reader, writer = await connect()
            size = 2**25
            head = GET[:-2] + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % size
            writer.write(head + bytes(size))
            await writer.drain()
            assert b"answer" in await reader.read()

    asyncio.run(asyncio.wait_for(story(), 60))


def test_another_version_of_http_is_refused():
    async def story():
        async with serving(b"answer") as (connect, _):
            reader, writer = await connect()
            writer.write(GET.replace(b"1.1", b"9.9"))
            assert b"No version of HTTP: 9.9" in await reader.read()

    asyncio.run(asyncio.wait_for(story(), 60))


def test_a_short_answer_is_not_held_back():
    """Its body does not wait until the client has acknowledged its header."""
    options = []

    class Protocol(PROTOCOL):
        def connection_made(self, transport):
            super().connection_made(transport)
            opened = transport.get_extra_info("socket")
            options.append(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    async def story():
        async with serving(b"answer", Protocol) as (connect, _):
            reader, writer = await connect()
            writer.write(GET)
            assert b"answer" in await reader.readuntil(b"answer")
            writer.close()

    asyncio.run(asyncio.wait_for(story(), 60))
    assert options == [1]


def test_a_large_answer_comes_whole():
    answer = bytes(range(256)) * 2**12

    async def story():
        async with serving(answer) as (connect, memory):
            reader, writer = await connect()
            writer.write(GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            _, _, body = (await reader.read()).partition(b"\r\n\r\n")
            assert len(body.split(b"\r\n")[0]) < 10  # Of a chunk.
            assert sum(map(len, body.split(b"\r\n"))) > len(answer)
            assert memory.held == 0

    asyncio.run(asyncio.wait_for(story(), 60))


def test_an_answer_that_is_not_taken_is_dropped():
    async def story():
        async with serving(bytes(2**26)) as (connect, memory):
            reader, writer = await connect()
            writer.write(GET)
            await reader.read(100)
            assert memory.held == 2**26
            while memory.held:
                await asyncio.sleep(0.01)
            with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
                await reader.readexactly(2**26)
            writer.close()

    asyncio.run(asyncio.wait_for(story(), 60))
