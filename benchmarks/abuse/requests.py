"""200 malformed requests over REST and gRPC, to the server of the pretrained models.

Each has to be refused by a status of 4xx, or 503 where there is no room, and by words;
and the server serves on, with no traceback in its log, in bounded memory.
"""

import collections
import concurrent.futures
import random
import socket
import tempfile
from pathlib import Path

import grpc

from benchmarks import serving
from benchmarks.abuse import _malformed_messages, _malformed_texts
from tfgan_zoo.experiments.peak_memory import reset_peak, status_mib
from tfgan_zoo.export import pretrained

COUNT = 100  # For each protocol.
CLIENTS = 4
RIGHT = b'{"instances": [[%s]]}' % b",".join([b"0.1"] * 100)
HANG_UP = 2  # Seconds until a client goes who has sent half a request.
MAX_MIB = 1024  # Above idle.
REFUSALS = (
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.NOT_FOUND,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.UNIMPLEMENTED,
    grpc.StatusCode.UNAVAILABLE,
)


def run(options) -> dict:
    """Sends them, and counts the answers by their status."""
    chance = random.Random(options.seed)
    texts = _cycle(_malformed_texts.KINDS, chance)
    messages = _cycle(_malformed_messages.KINDS, chance)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with serving.serve(pretrained.model_base(None), log) as (process, http, rpc):
            _check_it_serves(http, rpc)
            idle = status_mib("VmRSS", process.pid)
            reset_peak(process.pid)
            with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
                calls = [pool.submit(_send_text, http, *text) for text in texts]
                calls += [pool.submit(_send_message, rpc, *asked) for asked in messages]
                answers = [call.result() for call in calls]
            _check_it_serves(http, rpc)
            peak = status_mib("VmHWM", process.pid) - idle
        tracebacks = log.read_text(errors="replace").count("Traceback")
    faults = [fault for _, fault in answers if fault]
    faults += ["tracebacks in the log"] * bool(tracebacks)
    faults += [f"{peak:.0f} MiB above idle"] * (peak > MAX_MIB)
    return {
        "requests": len(answers),
        **collections.Counter(sorted(status for status, _ in answers)),
        "tracebacks": tracebacks,
        "idle_mib": idle,
        "peak_mib_above_idle": peak,
        "faults": faults,
    }


def _cycle(kinds, chance):
    """As many requests as are sent, of all kinds in turn: kind, and its content."""
    turns = [kinds[i % len(kinds)] for i in range(COUNT)]
    return [(kind.__name__, kind(chance)) for kind in turns]


def _send_text(http, kind, text):
    """Status of an answer, and what is wrong with it."""
    host, _, port = http.removeprefix("http://").rpartition(":")
    answer, patience = b"", HANG_UP if kind in _malformed_texts.UNFINISHED else 120
    with socket.create_connection((host, int(port)), timeout=patience) as connection:
        try:
            connection.sendall(text)
            while part := connection.recv(2**16):
                answer += part
        except (ConnectionError, TimeoutError):
            pass  # It has closed, or we do: what came before counts.
    status = answer[9:12].decode("ascii", "replace") or "closed"
    words = answer.partition(b"\r\n\r\n")[2]
    if status == "closed":
        right = kind in _malformed_texts.UNFINISHED
    else:
        right = (status[:1] == "4" or status == "503") and words
    return f"REST {status}", "" if right else f"{kind}: {answer[:300]}"


def _send_message(rpc, kind, asked):
    method, message = asked
    with grpc.insecure_channel(rpc) as channel:
        try:
            channel.unary_unary(method)(message, timeout=120)
            return "gRPC OK", f"{kind}: it was served"
        except grpc.RpcError as error:
            code, words = error.code(), error.details()
    right = code in REFUSALS and words
    return f"gRPC {code.name}", "" if right else f"{kind}: {code.name} {words}"


def _check_it_serves(http, rpc):
    """Raises an error unless a right request is answered, by both protocols."""
    text = _malformed_texts.predict(RIGHT)
    status, _ = _send_text(http, "", text)
    message = _malformed_messages.predict(shape=(1, 100), tensor_content=bytes(400))
    code, _ = _send_message(rpc, "", message)
    if (status, code) != ("REST 200", "gRPC OK"):
        raise RuntimeError(f"The server does not serve: {status}, {code}")
