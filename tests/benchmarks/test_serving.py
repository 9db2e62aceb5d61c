"""The server under the load of 32 clients, for half a minute."""

import json
import subprocess
import sys

import pytest


@pytest.mark.learning
def test_no_request_fails_and_memory_stays(tmp_path):
    file = tmp_path / "record.json"
    flags = "--only=digits", "--minutes=0.5", f"--json={file}"
    # It ends with an error if one request does.
    subprocess.run([sys.executable, "-m", "benchmarks.serving", *flags], check=True)
    record = json.loads(file.read_text())
    assert record["clients"] == 32
    assert record["requests"] > 10 * 32
    memory = record["resident_mib"]
    assert len(memory) == 10
    assert memory[-1] < 1.05 * memory[0]
