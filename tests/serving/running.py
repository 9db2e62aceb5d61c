"""A server of its own process, as its users start it."""

import contextlib
import re
import signal
import time

import requests

from tests import commands


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
