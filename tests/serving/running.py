"""The server in a process of its own, and its HTTP application in this one."""

import contextlib
import re
import signal
import time

import requests
from fastapi.testclient import TestClient

from tests import commands
from tfgan_zoo.serving import rest
from tfgan_zoo.serving.concurrency_limiter import ConcurrencyLimiter
from tfgan_zoo.serving.metrics import ServerMetrics
from tfgan_zoo.serving.model_repository import ModelRepository


class Client(TestClient):
    """Asks the application of a folder, without a socket."""

    def __init__(self, model_base):
        self.repository = ModelRepository(model_base, max_examples=64)
        limiter = ConcurrencyLimiter(threads=64, waiting=256, max_bytes=2**26)
        metrics = ServerMetrics(self.repository, limiter)
        options = {"max_bytes": 2**20, "seconds": 60}
        super().__init__(rest.app(self.repository, limiter, metrics, **options))

    def model(self, path, **params):
        return self.get(f"/v1/models/{path}", params=params)

    def predict(self, name, **body):
        return self.post(f"/v1/models/{name}:predict", json=body)

    def wait_until_ready(self):
        retry_until(lambda: self.get("/readyz").status_code == 200, every=0.01)


class Server:
    """A running `tfgan-serve`.

    Attributes:
        http: its address, "http://HOST:PORT".
        grpc: "HOST:PORT".
        process: `subprocess.Popen`.
    """

    def __init__(self, model_base, log, *flags):
        self.log = log
        flags = (f"--model_base={model_base}", "--port=0", "--grpc_port=0", *flags)
        with log.open("ab") as file:
            self.process = commands.start("serve", *flags, stderr=file)
        line = self.process.stdout.readline()
        found = re.match(r"HTTP (\S+), gRPC (\S+)$", line)
        if not found:
            self.process.kill()
            raise AssertionError((line, log.read_text()))
        self.http, self.grpc = found.groups()

    def url(self, path):
        return f"{self.http}/v1/models/{path}"

    def get(self, path, **params):
        return requests.get(self.url(path), params=params, timeout=60)

    def predict(self, name, timeout=60, **body):
        return requests.post(self.url(f"{name}:predict"), json=body, timeout=timeout)

    def ready(self):
        return requests.get(f"{self.http}/readyz", timeout=60).status_code == 200

    def wait_until_ready(self):
        retry_until(self.ready)

    def stop(self):
        """SIGTERM; returns the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def retry_until(condition, seconds=60, every=0.1):
    """Waits for a condition."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "This has not come."
        time.sleep(every)


@contextlib.contextmanager
def server(model_base, log, *flags):
    """A server that is stopped at the end, the hard way if it must be."""
    running = Server(model_base, log, *flags)
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        running.process.stdout.close()
