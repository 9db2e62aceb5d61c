"""The import of TensorFlow without its start-up notes, which are not the user's."""

import contextlib
import faulthandler
import functools
import importlib.abc
import importlib.util
import os
import sys
import tempfile


def install():
    """Has TensorFlow's first import, whoever asks for it, write nothing to stderr.

    Its libraries write there past Python, and past TF_CPP_MIN_LOG_LEVEL. What they
    wrote is shown after all where the import raises; where it kills the process, as on
    a processor that the libraries are not made for, Python says where that was.
    """
    known = any(isinstance(finder, _Finder) for finder in sys.meta_path)
    if sys.stderr is None or known or "tensorflow" in sys.modules:
        return
    sys.meta_path.insert(0, _Finder())


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name != "tensorflow":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None:
            execute = spec.loader.exec_module
            spec.loader.exec_module = functools.partial(_quietly, execute)
        return spec


def _quietly(execute, module):
    sys.stderr.flush()
    own = os.dup(2)
    with tempfile.TemporaryFile() as notes, _stack_of_a_crash(own):
        os.dup2(notes.fileno(), 2)
        try:
            execute(module)
        except BaseException:
            notes.seek(0)
            os.write(own, notes.read())
            raise
        finally:
            os.dup2(own, 2)
            os.close(own)


@contextlib.contextmanager
def _stack_of_a_crash(file):
    if faulthandler.is_enabled():
        yield
        return
    faulthandler.enable(file)
    try:
        yield
    finally:
        faulthandler.disable()
