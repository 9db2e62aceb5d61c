"""The model repository: models of a folder in TensorFlow Serving's layout."""

import dataclasses
import gc
import logging
import os
import threading
from pathlib import Path

from tfgan_zoo.export import saved_model
from tfgan_zoo.serving import errors
from tfgan_zoo.serving.servable import Servable

_LOG = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class State:
    """Of one version, in TensorFlow Serving's words.

    Attributes:
        version: its number.
        state: "AVAILABLE", or "END" if it could not be loaded.
        error: why, or "".
        servable: what serves it, if it was loaded.
        files: names, times and sizes of its files when it could not be loaded.
    """

    version: int
    state: str
    error: str = ""
    servable: Servable | None = None
    files: tuple = ()


class ModelRepository:
    """The newest versions of every model under a folder.

    A version that appears is loaded beside those that serve, and then takes their
    place; requests that have begun end with the version they began with. One that
    cannot be loaded leaves its place to the next older one, and is tried again when
    its files change.

    Args:
        directory: holds `<name>/<version>/saved_model.pb`.
        versions: number of newest versions of each model that are served.
        max_examples: that one request may ask for.

    Raises:
        ValueError: there is no model in the folder.
    """

    def __init__(self, directory, *, versions: int = 1, max_examples: int = 1024):
        self.directory = Path(directory).expanduser()
        self.versions, self.max_examples = versions, max_examples
        self.ready = False
        # Dictionaries are replaced, not changed: requests read them at any time.
        self._states: dict[str, dict[int, State]] = {}
        self._stopped = threading.Event()
        if not saved_model.models(self.directory):
            raise ValueError(
                f"{self.directory} holds no models; expected "
                "NAME/VERSION/saved_model.pb, as tfgan-train exports."
            )

    def names(self) -> list[str]:
        """Of the models that are served."""
        return sorted(filter(self._served, self._states))

    def find(self, name: str, version: int | None = None) -> Servable:
        """A version of a model; the newest, unless one is named.

        Raises:
            NotFoundError: it is not served.
        """
        served = self._served(name)
        if not served:
            raise errors.NotFoundError(
                f"There is no model {name!r}; expected one of {self.names()}."
            )
        if version is None:
            return served[max(served)]
        if version not in served:
            raise errors.NotFoundError(
                f"Version {version} of {name} is not served; expected one of "
                f"{sorted(served)}."
            )
        return served[version]

    def states(self, name: str, version: int | None = None) -> list[State]:
        """Of the versions of a model, or of one, newest first.

        Raises:
            NotFoundError: there is no such model or version.
        """
        states = sorted(self._states.get(name, {}).items(), reverse=True)
        states = [state for number, state in states if version in (None, number)]
        if not states:
            self.find(name, version)
        return states

    def refresh(self):
        """Looks at the folder once, and serves what is there now."""
        on_disk = saved_model.models(self.directory)
        for name, versions in on_disk.items():
            self._refresh_model(name, versions)
        gone = self._states.keys() - on_disk.keys()
        for name in sorted(gone):
            _LOG.info("%s is served no more", name)
        self._states = {name: self._states[name] for name in on_disk}
        if gone:
            gc.collect()
        # Every model was tried, and one of them at least is served.
        self.ready = bool(self.names()) and not self._stopped.is_set()

    def watch(self, seconds: float = 2.0) -> threading.Thread:
        """Starts a thread that looks at the folder again and again, and returns it."""

        def look():
            while not self._stopped.is_set():
                try:
                    self.refresh()
                except Exception as error:  # As when the folder is away for a moment.
                    _LOG.warning("Cannot read %s: %r", self.directory, error)
                self._stopped.wait(seconds)

        thread = threading.Thread(target=look, name="watch", daemon=True)
        thread.start()
        return thread

    def stop(self):
        """Ends `watch`; nothing is ready any more."""
        self._stopped.set()
        self.ready = False

    def _served(self, name):
        states = self._states.get(name, {}).values()
        return {state.version: state.servable for state in states if state.servable}

    def _refresh_model(self, name, on_disk):
        before = self._states.get(name, {})
        failed = [n for n in on_disk if n in before and not before[n].servable]
        now, served = {n: before[n] for n in failed}, 0
        for version in reversed(on_disk):
            if served == self.versions:
                break
            now[version] = self._load(name, version, before.get(version))
            served += now[version].servable is not None
        gone = self._served(name).keys() - now.keys()
        for version in gone:
            _LOG.info("%s: version %s is served no more", name, version)
        self._states = {**self._states, name: now}
        if gone:
            gc.collect()  # Its parts refer to each other, and would stay for long.

    def _load(self, name, version, before):
        """Loads a version, unless it is loaded, or has failed with these files."""
        if before is not None and before.servable:
            return before
        folder, files = self.directory / name / str(version), ()
        try:
            files = _stamps(folder)
            if before is not None and before.files == files:
                return before
            servable = Servable(name, version, folder, self.max_examples)
        except Exception as error:  # Whatever is wrong with it, the others are served.
            message = f"{type(error).__name__}: {error}"
            _LOG.error("%s: version %s cannot be loaded: %s", name, version, message)
            return State(version, "END", message, files=files)
        _LOG.info("%s: version %s is served", name, version)
        return State(version, "AVAILABLE", servable=servable)


def _stamps(folder):
    """Names, times and sizes of the files of a version."""
    # `Path.is_file` would raise where a folder may be listed, but not entered.
    found = [file for file in folder.rglob("*") if os.path.isfile(file)]
    stats = [(str(file), os.stat(file)) for file in found]
    return tuple(sorted((name, s.st_mtime_ns, s.st_size) for name, s in stats))
