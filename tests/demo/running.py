"""A page of its own process, and a browser to look at it."""

import contextlib
import os
import shutil
import socket
import tempfile

from tests import commands

# Writes down every host that the process looks up or connects to.
WATCHED = """
import sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[1] if event == "socket.connect" else arguments[0]
        host = address[0] if isinstance(address, tuple) else address
        with open({log!r}, "a") as file:
            print(host, file=file)

sys.addaudithook(watch)
"""


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@contextlib.contextmanager
def page(*arguments, before="", command=None, **kwargs):
    """Starts `tfgan-demo`, or another command, and gives the address of its page."""
    port = free_port()
    flags = (f"--port={port}", *arguments)
    with tempfile.TemporaryFile("w+") as log:  # A pipe that nobody reads gets full.
        if command:
            process = commands.process([*command, *flags], stderr=log, **kwargs)
        else:
            process = commands.start("demo", *flags, before=before, stderr=log)
        try:
            # Data that is prepared speaks first.
            said = (line for line in process.stdout if line.startswith("Open http://"))
            if next(said, None) is None:
                log.seek(0)
                raise AssertionError(log.read())
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.communicate()


def browser() -> str | None:
    """The path of a Chromium, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name) for name in names)
    return os.environ.get("CHROME") or next(filter(None, found), None)
