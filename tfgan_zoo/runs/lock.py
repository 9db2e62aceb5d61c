"""The lock of a run directory: one process trains in it at a time."""

import contextlib
import warnings
from pathlib import Path

FILE = ".lock"


@contextlib.contextmanager
def locked(directory: Path, *, flag: str = "workdir"):
    """Locks a run directory while the context lasts.

    The lock belongs to the process, not to the file that it is on: where a process
    was killed, nothing is left that keeps the next one out.

    Args:
        directory: to lock.
        flag: that named it, for the message.

    Raises:
        ValueError: another process holds the lock.
    """
    with (directory / FILE).open("a") as file:
        try:
            _lock(file)
        except BlockingIOError:
            raise ValueError(
                f"Another process is training in {directory}. Wait until it has ended "
                f"or stop it, or use another --{flag}."
            ) from None
        except OSError as error:
            warnings.warn(
                f"{directory} cannot be locked ({error}). See to it yourself that no "
                "other process trains there.",
                stacklevel=3,
            )
        yield


def check(directory: Path):
    """Raises `ValueError` if another process trains there; writes nothing."""
    if (directory / FILE).exists():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Who takes the lock next says it.
            with locked(directory):
                pass


def _lock(file):
    try:
        import fcntl
    except ImportError as error:  # Windows.
        raise OSError("this system has no flock") from error
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
