"""Commands say nothing of TensorFlow's own, unless it cannot be imported."""

import os
import subprocess
import sys

import pytest


def stderr_of(*arguments, **environment):
    answer = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    assert answer.returncode == 1
    return answer.stderr


def test_an_error_is_all_that_is_seen(tmp_path):
    flags = ["--recipe=gan", "--dataset=nothing", f"--workdir={tmp_path / 'run'}"]
    said = stderr_of("-m", "tfgan_zoo.scripts.train", *flags)
    assert said.startswith("train.py: Unknown dataset 'nothing'")
    assert said.count("\n") == 1


GUARDED = """
from tfgan_zoo.runs import process
print(process.guarded("program", lambda: __import__("tensorflow")))
"""


@pytest.mark.parametrize("fails", [True, False])
def test_notes_of_an_import_that_fails_are_shown(tmp_path, fails):
    (tmp_path / "tensorflow").mkdir()
    code = "import os, sys; os.write(2, b'a note of a library')"
    code += "; raise ImportError('a library is missing')" if fails else "; sys.exit(1)"
    (tmp_path / "tensorflow" / "__init__.py").write_text(code)
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    said = stderr_of("-c", GUARDED, PYTHONPATH=path)
    assert "a note of a library" in said
    assert ("a library is missing" in said) == fails
