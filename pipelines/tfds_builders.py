"""TFDS builders: found by name, and prepared at their first use."""

import contextlib
import errno
import importlib
import os
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: two first uses at once are not kept apart there.
    fcntl = None

import tensorflow_datasets as tfds

from pipelines import catalogue

_FAILURES = (
    tfds.download.DownloadError,
    tfds.download.download_manager.NonMatchingChecksumError,
    tfds.download.extractor.ExtractError,
)
# What TFDS's errors of any class say of a full disk.
_FULL = [os.strerror(n) for n in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)]


def find(name: str, data_dir: str | None):
    """The builder of a name.

    Raises:
        ValueError: there is none.
    """
    if name in catalogue.embedded():
        module = importlib.import_module(f"pipelines.embedded.{name}")
        return module.Builder(data_dir=data_dir)
    if name.startswith(("/", "~", ".")):
        raise _path(name)
    try:
        return tfds.builder(name, data_dir=data_dir, try_gcs=False)
    except tfds.core.DatasetNotFoundError as error:
        if Path(name).is_dir():
            raise _path(name) from error
        raise catalogue.unknown("dataset", name, catalogue.available()) from error
    except (AssertionError, ValueError) as error:  # As of a version there is not.
        first = next(iter(str(error).splitlines()), "")  # Its grammar of names follows.
        raise ValueError(f"TFDS does not know the dataset {name!r}: {first}") from error


def _reach(address):
    """Raises `OSError` for a host that does not answer; what it answers, TFDS sees."""
    quoted = urllib.parse.quote(address, safe=":/?&=%#,;@+~")
    asked = urllib.request.Request(quoted, method="HEAD")
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(asked, timeout=20).close()


def _path(name):
    return ValueError(
        f"{name!r} is a path, and no name of a dataset. Images of your own are read "
        f"from folder:{name}, pairs of them from pairs:{name}."
    )


def prepare(builder):
    """Downloads and prepares a dataset unless that was done before.

    Of several processes one does it; the others wait, and find it done.

    Raises:
        ConnectionError: it cannot be downloaded.
        OSError: there is no room for it.
    """
    if builder.is_prepared() and builder.info.splits:
        return
    try:
        with _alone(builder):
            if builder.is_prepared():  # By another process, meanwhile.
                builder.info.read_from_directory(builder.data_path)
            else:
                _prepare(builder)
    except (OSError, AssertionError, RuntimeError, *_FAILURES) as error:
        full = next((words for words in _FULL if words in str(error)), None)
        if full:
            raise OSError(
                f"{builder.name!r} cannot be prepared in {builder.data_dir}: {full}. "
                "Make room there, or name another --data_dir."
            ) from error
        raise ConnectionError(
            f"TFDS could not download and prepare {builder.name!r} in "
            f"{builder.data_dir}: {error}.{_other_versions(builder)} Check the "
            "network and that the folder can be written, or use a dataset that needs "
            "neither download nor account: "
            f"{', '.join([*catalogue.embedded(), *catalogue.points()])}."
        ) from error


def _other_versions(builder):
    """What to do with those that another TFDS has prepared, if there are any."""
    folder = Path(builder.data_dir).parent
    found = sorted(file.parent.name for file in folder.glob("*/dataset_info.json"))
    if not found:
        return ""
    return (
        f" {folder} holds version {', '.join(found)}, and this TFDS makes "
        f"{builder.version}: what is there is read as {builder.name}:{found[-1]}."
    )


def _prepare(builder):
    try:
        urls = builder.url_infos or ()
        addresses = [url for url in urls if url.startswith("http")]
        if addresses:
            # TFDS tries for minutes before it gives up; this fails at once.
            _reach(addresses[0])
        if builder.name in catalogue.embedded():
            tfds.disable_progress_bar()  # It takes half a second.
        builder.download_and_prepare()
    finally:
        tfds.enable_progress_bar()


@contextlib.contextmanager
def _alone(builder):
    """Keeps other processes out of a dataset's folder while the context lasts."""
    if fcntl is None or "://" in builder.data_dir:
        yield
        return
    folder = Path(builder.data_dir).parent
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # Not every disk has locks.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
