"""Commands say nothing of TensorFlow's own, unless it cannot be imported."""

import os
import signal
import subprocess
import sys

import pytest


def stderr_of(*arguments, status=1, **environment):
    answer = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    assert answer.returncode == status
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


def fake_tensorflow(folder, code) -> str:
    """A path to import it from."""
    (folder / "tensorflow").mkdir()
    (folder / "tensorflow" / "__init__.py").write_text(code)
    return os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])


@pytest.mark.parametrize("fails", [True, False])
def test_notes_of_an_import_that_fails_are_shown(tmp_path, fails):
    code = "import os, sys; os.write(2, b'a note of a library')"
    code += "; raise ImportError('a library is missing')" if fails else "; sys.exit(1)"
    said = stderr_of("-c", GUARDED, PYTHONPATH=fake_tensorflow(tmp_path, code))
    assert "a note of a library" in said
    assert ("a library is missing" in said) == fails


def test_an_import_that_kills_the_process_says_where(tmp_path):
    path = fake_tensorflow(tmp_path, "import os; os.abort()")
    said = stderr_of("-c", GUARDED, status=-signal.SIGABRT, PYTHONPATH=path)
    assert "Aborted" in said
    assert "tensorflow/__init__.py" in said


def test_without_a_stderr_it_is_imported_all_the_same(tmp_path):
    path = fake_tensorflow(tmp_path, "import os; os.write(1, b'imported')")
    code = f"import os; os.close(2); import sys; sys.stderr = None; {GUARDED}"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert answer.stdout.startswith("imported<module 'tensorflow'")
