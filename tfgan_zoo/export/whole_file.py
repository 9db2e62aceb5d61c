"""A file or folder that appears whole or not at all, and never over another."""

import contextlib
import tempfile
from pathlib import Path


@contextlib.contextmanager
def writing(file: Path):
    """Gives a path to write to, which becomes the file, or folder, at the end.

    Raises:
        FileExistsError: the file is there.
    """
    if file.exists():
        raise FileExistsError(f"{file} exists; name another file.")
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=file.parent) as folder:
        written = Path(folder) / file.name
        yield written
        written.rename(file)
