"""Both protocols on their ports, in one process, until a signal stops them."""

import asyncio
import signal
import socket

import grpc
import uvicorn

from tfgan_zoo.serving import http_connections, prediction_service, rest
from tfgan_zoo.serving.admission import Admission
from tfgan_zoo.serving.instruments import Instruments
from tfgan_zoo.serving.model_base import ModelBase

POLL = 2.0  # Seconds between two looks at the folder.
HEADER = 10.0  # Seconds that a client may take to send the header of a request,
BODY = 60.0  # and its body; and to take a part of an answer.
GRACE = 30  # Seconds that requests which have begun may take once it stops.


async def run(
    base: ModelBase,
    *,
    host: str,
    port: int,
    grpc_port: int,
    threads: int,
    waiting: int,
    most_bytes: int,
    memory_bytes: int,
):
    """Serves until SIGTERM or SIGINT; then ends what has begun, and returns.

    It prints both addresses once they listen.

    Args:
        base: the models.
        host: address to listen at.
        port: of HTTP; 0 for any that is free.
        grpc_port: of gRPC; 0 for any that is free.
        threads: as for `Admission`.
        waiting: as for `Admission`.
        most_bytes: of a request.
        memory_bytes: of all requests and answers together.

    Raises:
        OSError: an address cannot be listened at.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    admission, instruments = Admission(threads, waiting, memory_bytes), Instruments()
    instruments.watch(
        "requests_in_progress", "Served now, or waiting.", lambda: admission.now
    )
    instruments.watch(
        "request_bytes",
        "Of requests and answers in memory.",
        lambda: admission.memory.held,
    )
    instruments.watch("models", "Models that are served.", lambda: len(base.names()))

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise OSError(f"Cannot listen at {host}:{port}: {error}") from error
    rpc = grpc.aio.server(
        options=[
            ("grpc.so_reuseport", 0),  # Else a second server would share the port.
            ("grpc.max_receive_message_length", most_bytes),
        ]
    )
    prediction_service.add(rpc, base, admission, instruments, BODY)
    rpc_host = f"[{host}]" if ":" in host else host
    try:
        rpc_port = rpc.add_insecure_port(f"{rpc_host}:{grpc_port}")
    except RuntimeError as error:
        listening.close()
        raise OSError(f"Cannot listen at {rpc_host}:{grpc_port}: {error}") from error
    http = http_connections.Server(
        uvicorn.Config(
            rest.app(base, admission, instruments, most_bytes, BODY),
            http=http_connections.protocol(HEADER),
            log_level="warning",
            timeout_graceful_shutdown=GRACE,
            lifespan="off",
        )
    )
    await rpc.start()
    task = asyncio.create_task(http.serve([listening]))
    base.watch(POLL)
    http_port = listening.getsockname()[1]
    print(f"HTTP http://{rpc_host}:{http_port}, gRPC {rpc_host}:{rpc_port}", flush=True)
    await stop.wait()
    base.stop()
    http.should_exit = True
    await asyncio.gather(rpc.stop(GRACE), task)
    admission.close()
