"""The picture of the rooms, drawn from the imports."""

import subprocess
import sys

from tests.docs.examples import ROOT


def test_the_picture_is_that_of_the_code():
    command = [sys.executable, str(ROOT / "docs" / "rooms.py"), "--check"]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
