"""A kernel for the notebooks: of this interpreter, and without a network."""

import os
from pathlib import Path

import pytest
from ipykernel import kernelspec
from nbclient import NotebookClient

# No OSError, which a library may catch to go on without.
OFFLINE = """
import sys

def refuse(event, arguments):
    if event == "socket.getaddrinfo" and arguments[0] not in ("localhost", "127.0.0.1"):
        raise RuntimeError(f"a notebook asks the network for {arguments[0]}")

sys.addaudithook(refuse)
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Executes all cells in a kernel of this interpreter, whose files are in a folder.

    Jupyter would take the kernel of the name python3 that it finds first, and that may
    belong to another environment.
    """
    root = Path(__file__).parents[2]
    kernelspec.install(prefix=str(tmp_path / "kernel"))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "offline.py").write_text(OFFLINE)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "kernel" / "share" / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))  # Not the user's own.
    monkeypatch.setenv("PYTHONPATH", str(root), prepend=os.pathsep)

    def execute(notebook, folder=tmp_path / "work"):
        folder.mkdir(exist_ok=True)
        resources = {"metadata": {"path": str(folder)}}
        return NotebookClient(notebook, timeout=300, resources=resources).execute()

    return execute
