"""Processes that train: errors as messages, and their exit status."""

import os
import sys
from collections.abc import Callable

from tfgan_zoo.runs import quiet_import

STOPPED = 130  # The status of a run that was stopped and has saved, as of Ctrl-C.

# Said before TensorFlow is imported: what it logs is not the user's.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# It would else take all of a GPU's memory, and leave none for a demo beside it.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")


def guarded(program: str, function: Callable, traceback: bool = False) -> int:
    """Calls a function; an expected error is printed as one message.

    Args:
        program: that the message begins with.
        function: without arguments; returns the exit status.
        traceback: let an expected error through instead.

    Returns:
        The exit status: 1 after an expected error, 130 after Ctrl-C.
    """
    if not traceback:
        quiet_import.install()
    if hasattr(sys.stdout, "reconfigure"):  # Paths that are printed need not be text.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return function()
    except Exception as error:
        if traceback or not isinstance(error, _expected()):
            raise
        print(f"{program}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return STOPPED


def _expected() -> tuple:
    """Errors that tell the user what to do; those of data arrive as TensorFlow's."""
    errors = (ValueError, OSError, FloatingPointError)
    if "tensorflow" in sys.modules:
        errors += (sys.modules["tensorflow"].errors.OpError,)
    return errors
