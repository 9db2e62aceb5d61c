"""The server: HTTP and gRPC on their ports, until a signal stops them."""

import asyncio
import signal
import socket

import grpc
import uvicorn

from tfgan_zoo.serving import http_connections, prediction_service, rest
from tfgan_zoo.serving.concurrency_limiter import ConcurrencyLimiter
from tfgan_zoo.serving.metrics import ServerMetrics
from tfgan_zoo.serving.model_repository import ModelRepository

HEADER = 10.0  # Seconds that a client may take to send the header of a request,
BODY = 60.0  # and its body; and to take a part of an answer.
GRACE = 30  # Seconds that requests which have begun may take once it stops.


async def run(
    repository: ModelRepository,
    *,
    host: str,
    port: int,
    grpc_port: int,
    threads: int,
    waiting: int,
    max_bytes: int,
    memory_bytes: int,
):
    """Serves until SIGTERM or SIGINT; then ends what has begun, and returns.

    It prints both addresses once they listen.

    Args:
        repository: the models.
        host: address to listen at.
        port: of HTTP; 0 for any that is free.
        grpc_port: of gRPC; 0 for any that is free.
        threads: as for `ConcurrencyLimiter`.
        waiting: as for `ConcurrencyLimiter`.
        max_bytes: of a request.
        memory_bytes: of all requests and answers together.

    Raises:
        OSError: an address cannot be listened at.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    limiter = ConcurrencyLimiter(threads, waiting, memory_bytes)
    metrics = ServerMetrics(repository, limiter)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise OSError(f"Cannot listen at {host}:{port}: {error}") from error
    rpc = grpc.aio.server(
        options=[
            ("grpc.so_reuseport", 0),  # Else a second server would share the port.
            ("grpc.max_receive_message_length", max_bytes),
        ]
    )
    prediction_service.add(rpc, repository, limiter, metrics, BODY)
    rpc_host = f"[{host}]" if ":" in host else host
    try:
        rpc_port = rpc.add_insecure_port(f"{rpc_host}:{grpc_port}")
    except RuntimeError as error:
        listening.close()
        raise OSError(f"Cannot listen at {rpc_host}:{grpc_port}: {error}") from error
    http = http_connections.Server(
        uvicorn.Config(
            rest.app(repository, limiter, metrics, max_bytes=max_bytes, seconds=BODY),
            http=http_connections.protocol(HEADER),
            log_level="warning",
            timeout_graceful_shutdown=GRACE,
            lifespan="on",
        )
    )
    await rpc.start()
    task = asyncio.create_task(http.serve([listening]))
    http_port = listening.getsockname()[1]
    print(f"HTTP http://{rpc_host}:{http_port}, gRPC {rpc_host}:{rpc_port}", flush=True)
    await stop.wait()
    repository.stop()  # Before the requests that have begun are waited for.
    http.should_exit = True
    await asyncio.gather(rpc.stop(GRACE), task)
    limiter.close()
