"""Atomic writes: a file or folder appears whole, or not at all.

Everything that the zoo writes is written to a folder `.writing-*` beside its place, of
a name that nothing else has, and moved there when it is whole and on the disk. What
fails, as on a full disk, leaves nothing behind. Who is killed leaves such a folder,
which `clear` tells from one that is still written to: its writer holds a lock on it.

```pycon
>>> import tempfile
>>> from pathlib import Path
>>> from tfgan_zoo import atomic
>>> folder = Path(tempfile.mkdtemp())
>>> with atomic.writing(folder / "a.txt") as file:
...     _ = file.write_text("whole")
...     print([path.name for path in folder.glob("a*")])
[]
>>> print([path.name for path in folder.iterdir()])
['a.txt']
```
"""

import contextlib
import errno
import json
import os
import shutil
import tempfile
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: what a killed process leaves stays there.
    fcntl = None

__all__ = [
    "FullDiskError",
    "clear",
    "naming",
    "publish",
    "read_json",
    "temporary",
    "write_json",
    "write_text",
    "writing",
]

PREFIX = ".writing-"
# What libraries say of a full disk, whatever the class of their errors.
_FULL = [os.strerror(n) for n in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)]


class FullDiskError(OSError):
    """A file or folder for which there is no room: the message says which."""


@contextlib.contextmanager
def naming(path):
    """Says what has no room where a disk is full, whoever finds out in the context.

    Args:
        path: that is written to.

    Raises:
        FullDiskError: instead of the error of a full disk, of any class.
    """
    try:
        yield
    except Exception as error:
        why = next((words for words in _FULL if words in str(error)), None)
        told, hidden = isinstance(error, FullDiskError), PREFIX in str(path)
        if why is None or told or hidden:  # Who moves it to its place says where.
            raise
        named = str(getattr(error, "filename", None) or path)
        raise FullDiskError(
            f"{path if PREFIX in named else named} cannot be written: {why}. Make room "
            "there, and run it again."
        ) from error


@contextlib.contextmanager
def writing(path, *, replace: bool = False):
    """Gives a path of the same name to write to, which becomes the file or folder.

    Args:
        path: of the file or folder; the folders above are made if needed.
        replace: whether it may take the place of a file that is there.

    Raises:
        FileExistsError: it is there, and not to be replaced.
        FullDiskError: there is no room for it.
    """
    path = Path(path)
    if not replace and os.path.lexists(path):
        raise FileExistsError(f"{path} exists; name another file.")
    with naming(path), _parents(path), _temporary(path.parent) as folder:
        written = folder / path.name
        yield written
        publish(written, path, replace=replace)


@contextlib.contextmanager
def temporary(parent):
    """Gives a new folder in another, which is removed in the end.

    Args:
        parent: the folder that it is in.

    Raises:
        FullDiskError: there is no room for what is written to it.
    """
    with naming(parent), _temporary(parent) as folder:
        yield folder


@contextlib.contextmanager
def _temporary(parent):
    folder, descriptor = None, None
    while folder is None or not folder.exists():  # `clear` may have been between.
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        with contextlib.suppress(OSError):  # Not every disk has locks.
            descriptor = _lock(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if descriptor is not None:
            os.close(descriptor)


def publish(written: Path, path: Path, *, replace: bool = False):
    """Moves what was written in a `temporary` folder to its place, once it is on disk.

    Args:
        written: a file or folder.
        path: its place, on the same disk.
        replace: whether a file there is replaced.

    Raises:
        FileExistsError: there is one, and it is not to be replaced.
    """
    if written.is_dir():
        os.sync()  # One call for however many files.
    else:
        _sync(written)
    if replace:
        os.replace(written, path)
    else:
        _move(written, path)
    with contextlib.suppress(OSError):  # Not every folder can be opened.
        _sync(path.parent)


def write_text(path, text: str, *, replace: bool = True):
    """Writes a text file in UTF-8, by default in place of what is there."""
    with writing(path, replace=replace) as file:
        file.write_text(text, encoding="utf-8", newline="")


def write_json(path, content, *, indent: int | None = 2, replace: bool = True):
    """Writes a JSON file, by default in place of what is there."""
    write_text(path, json.dumps(content, indent=indent) + "\n", replace=replace)


def read_json(file):
    """What a JSON file holds.

    Raises:
        ValueError: it is none; the message names it.
    """
    try:
        return json.loads(Path(file).read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(
            f"{file} is no JSON file: {error}. Mend it, or put it back from a copy."
        ) from error


def clear(folder):
    """Removes what killed processes have left of unfinished writes in a folder."""
    for left in Path(folder).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # It is held, or gone.
            descriptor = _lock(left, wait=False)
            if descriptor is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(descriptor)


@contextlib.contextmanager
def _parents(path):
    """Makes the folders above a path; removes them again where writing it fails."""
    missing = [p for p in path.parents if not p.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # Somebody else has written there.
            for folder in missing:
                folder.rmdir()
        raise


def _lock(folder, wait=True):
    """A descriptor that locks a folder until it is closed; None where none can."""
    if fcntl is None:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _move(written, path):
    try:
        os.link(written, path)  # A rename would replace a file.
    except FileExistsError:
        raise
    except OSError as error:  # A folder, or a disk without links.
        if os.path.lexists(path):
            raise FileExistsError(f"{path} exists; name another file.") from error
        os.rename(written, path)


def _sync(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
