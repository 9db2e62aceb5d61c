"""The page of the demo in a process of its own, and drawings that are sent to it."""

import contextlib
import json
import socket
import subprocess
import sys
from pathlib import Path

import requests

MODEL = "pix2pix_photo_edges"
PATIENCE = 60  # Seconds for a drawing.


@contextlib.contextmanager
def serve(log):
    """The page in a process of its own, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tfgan_zoo.scripts.demo", f"--port={port}"]
    with (
        log.open("wb") as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as process,
    ):
        try:
            if not any(line.startswith(b"Open http") for line in process.stdout):
                raise RuntimeError(log.read_text())
            yield process, f"http://127.0.0.1:{port}/gradio_api"
        finally:
            process.kill()


def draw(address, file, content, right):
    """Sends a drawing as the page does, and waits for the photograph."""
    name = Path(file).name
    try:
        sent = requests.post(
            f"{address}/upload", files={"files": (name, content)}, timeout=PATIENCE
        )
        if sent.status_code != 200:
            yield file, f"upload {sent.status_code}", ""
            return
        part = {"path": sent.json()[0], "meta": {"_type": "gradio.FileData"}}
        canvas = {"background": part, "layers": [part] * 3, "composite": part}
        asked = requests.post(
            f"{address}/call/edges", json={"data": [MODEL, canvas, 0]}, timeout=PATIENCE
        )
        event = asked.json()["event_id"]
        answer = requests.get(f"{address}/call/edges/{event}", timeout=PATIENCE).text
    except (requests.RequestException, KeyError) as error:
        yield file, type(error).__name__, str(error)
        return
    data = json.loads(answer.rpartition("data: ")[2])
    kind = "words" if data else "no words"
    kind = "picture" if "event: complete" in answer else kind
    yield file, kind, "" if kind in right else answer[:300]
