"""The models of a folder, in TensorFlow Serving's layout, as they come and go."""

import dataclasses
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
    """

    version: int
    state: str
    error: str = ""


class ModelBase:
    """The newest versions of every model under a folder.

    A version that appears is loaded beside those that serve, and then takes their
    place; requests that have begun end with the version they began with. One that
    cannot be loaded leaves its place to the next older one, and is tried again when
    its files change.

    Args:
        directory: holds `<name>/<version>/saved_model.pb`.
        versions: number of newest versions of each model that are served.
        most_examples: that one request may ask for.

    Raises:
        ValueError: there is no model in the folder.
    """

    def __init__(self, directory, *, versions: int = 1, most_examples: int = 1024):
        self.directory = Path(directory).expanduser()
        self.versions, self.most_examples = versions, most_examples
        self.ready = False
        self._served: dict[str, dict[int, Servable]] = {}
        self._failed: dict[tuple[str, int], tuple] = {}
        self._stopped = threading.Event()
        if not saved_model.models(self.directory):
            raise ValueError(
                f"{self.directory} holds no models; expected "
                "NAME/VERSION/saved_model.pb, as tfgan-train exports."
            )

    def names(self) -> list[str]:
        """Of the models that are served."""
        return sorted(self._served)

    def find(self, name: str, version: int | None = None) -> Servable:
        """A version of a model; the newest, unless one is named.

        Raises:
            NotFound: it is not served.
        """
        served = self._served.get(name)
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
            NotFound: there is no such model or version.
        """
        states = [State(number, "AVAILABLE") for number in self._served.get(name, ())]
        states += [
            State(number, "END", message)
            for (model, number), (_, message) in self._failed.items()
            if model == name
        ]
        if version is not None:
            states = [state for state in states if state.version == version]
        if not states:
            self.find(name, version)
        return sorted(states, key=lambda state: -state.version)

    def refresh(self):
        """Looks at the folder once, and serves what is there now."""
        on_disk = saved_model.models(self.directory)
        for name, versions in on_disk.items():
            self._refresh_model(name, versions)
        # Dictionaries are replaced, not changed: requests read them at any time.
        self._served = {n: v for n, v in self._served.items() if n in on_disk and v}
        self._failed = {
            (name, version): why
            for (name, version), why in self._failed.items()
            if version in on_disk.get(name, ())
        }
        # Every model was tried, and one of them at least is served.
        self.ready = bool(self._served) and not self._stopped.is_set()

    def watch(self, seconds: float) -> threading.Thread:
        """Starts a thread that looks at the folder again and again, and returns it."""

        def look():
            while True:
                try:
                    self.refresh()
                except OSError as error:  # The folder is away for a moment.
                    _LOG.warning("Cannot read %s: %s", self.directory, error)
                if self._stopped.wait(seconds):
                    return

        thread = threading.Thread(target=look, name="watch", daemon=True)
        thread.start()
        return thread

    def stop(self):
        """Ends `watch`; nothing is ready any more."""
        self._stopped.set()
        self.ready = False

    def _refresh_model(self, name, on_disk):
        before, now = self._served.get(name, {}), {}
        for version in reversed(on_disk):
            if len(now) == self.versions:
                break
            loaded = before.get(version) or self._load(name, version)
            if loaded is not None:
                now[version] = loaded
        for gone in before.keys() - now.keys():
            _LOG.info("%s: version %s is served no more", name, gone)
        self._served = {**self._served, name: now}

    def _load(self, name, version):
        folder = self.directory / name / str(version)
        # `Path.is_file` would raise where a folder may be listed, but not entered.
        files = [file for file in folder.rglob("*") if os.path.isfile(file)]
        stamp = sorted((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files)
        if self._failed.get((name, version), (None,))[0] == stamp:
            return None
        try:
            loaded = Servable(name, version, folder, self.most_examples)
        except Exception as error:  # Whatever is wrong with it, the others are served.
            message = f"{type(error).__name__}: {error}"
            self._failed = {**self._failed, (name, version): (stamp, message)}
            _LOG.error("%s: version %s cannot be loaded: %s", name, version, message)
            return None
        self._failed = {k: v for k, v in self._failed.items() if k != (name, version)}
        _LOG.info("%s: version %s is served", name, version)
        return loaded
