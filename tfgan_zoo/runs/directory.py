"""The run directory: its record, and what it refuses to hold."""

import contextlib
import datetime
import json
import os
import shlex
from pathlib import Path

from tfgan_zoo import atomic, environment
from tfgan_zoo.runs import identity as identities
from tfgan_zoo.runs import lock, recipe_file, record_check, validation

FILE = "run.json"


def open_run(workdir, identity: dict, writes=(), *, flag: str = "workdir") -> Path:
    """Makes a run directory, or checks that an old one holds the same run.

    Args:
        workdir: the directory.
        identity: what may not change between two starts of a run.
        writes: patterns of the files that it makes or replaces. In a directory with a
            record they are its own; in one without, they are refused.
        flag: that named the directory, for messages.

    Returns:
        The directory.

    Raises:
        ValueError: it holds another run, the message says what differs; or files that
            are not the run's.
        OSError: it cannot be written.
    """
    directory = Path(workdir).expanduser()
    check(directory, identity, writes, flag=flag)
    make(directory, flag=flag)
    return directory


@contextlib.contextmanager
def opened(output, identity: dict, dataset: dict, flags: dict, writes=()):
    """Opens the directory of an experiment, locks it for the context, and records it.

    Args:
        output: the directory, as the flag --output names it.
        identity: as for `open_run`.
        dataset: as for `record_start`.
        flags: as there.
        writes: as for `open_run`.

    Raises:
        ValueError: as `open_run`; or another process is at work there.
    """
    directory = open_run(output, identity, writes, flag="output")
    with lock.locked(directory, flag="output"):
        check(directory, identity, writes, flag="output")
        record_start(directory, identity, dataset, flags)
        yield directory


def check(directory: Path, identity: dict, writes=(), *, flag: str = "workdir"):
    """Raises as `open_run` does, and writes nothing."""
    validation.check_path(flag, directory)
    validation.check_writable(flag, directory)
    record = read(directory)
    if record is None:
        _check_empty(directory, writes, flag)
        return
    before = identities.upgraded(record)
    known, now = (one.get("recipe_sha256") for one in (before, identity))
    if known and now and known != now:
        raise ValueError(
            f"The recipe {identity['recipe']} has changed since the run in {directory} "
            "began. Go on with the one of then, "
            f"--recipe={directory / recipe_file.FILE}, or use another --{flag}."
        )
    differences = identities.differences(before, identity)
    if differences:
        raise ValueError(
            f"{directory} holds another run: {'; '.join(differences)}. Use another "
            f"--{flag}, or the run's own flags to go on with it."
        )


def make(directory: Path, *, flag: str = "workdir"):
    """Makes a folder; raises `OSError` in words if it cannot be made."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OSError(
            f"--{flag}={directory} cannot be written: {error.strerror}. Choose a "
            "folder that you may write to."
        ) from error


def check_steps(directory: Path, step: int, steps: int, steps_per_execution: int):
    """Raises `ValueError` where the steps that are left cannot be taken.

    Args:
        directory: that `open_run` gave.
        step: that it holds.
        steps: in all.
        steps_per_execution: that are taken at once.
    """
    if step > steps:
        raise ValueError(
            f"{directory} holds {step} steps already; --steps={steps} cannot take them "
            "back. Give a larger number, or another --workdir."
        )
    if (steps - step) % steps_per_execution:
        raise ValueError(
            f"From step {step} to {steps} is no multiple of --steps_per_execution="
            f"{steps_per_execution}. Change one of them."
        )


def origin(info) -> dict:
    """What a run's record says of its dataset, of `pipelines.info`."""
    return {
        "name": info.name,
        "licence": info.licence,
        "source": info.source,
        "classes": list(info.classes),
    }


def record_start(directory: Path, identity: dict, dataset: dict, flags: dict):
    """Writes down what the run is, and this start of it, before its first step.

    Args:
        directory: that `open_run` gave.
        identity: as there.
        dataset: of `origin`.
        flags: of this start; its date, commit and versions are added.
    """
    record = read(directory) or {
        "format": identities.FORMAT,
        "identity": identity,
        "dataset": dataset,
        "starts": [],
    }
    record["dataset"] = dataset  # Of the same contents, perhaps at another path.
    record["starts"].append(
        {
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(
                " ", "seconds"
            ),
            "flags": flags,
            "commit": environment.commit(),
            "versions": environment.versions(),
        }
    )
    atomic.write_json(directory / FILE, record)


def read(directory) -> dict | None:
    """The record of a run directory, None if it has none.

    Raises:
        ValueError: it is no such record; or a newer version wrote it, in a form that
            this one does not know.
    """
    file = Path(directory) / FILE
    if not os.path.lexists(file):
        return None
    try:
        record = json.loads(file.read_text("utf-8"))
        record_check.check(record)
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise ValueError(
            f"{file} is no record of a run, or a damaged one ({error}), so what the "
            "directory holds is not known. Put the record back from a copy, or use "
            "another directory."
        ) from error
    if record.get("format", 1) > identities.FORMAT:
        raise ValueError(
            f"{directory} was written by a newer version of tfgan-zoo (its record has "
            f"format {record['format']}, and this version knows {identities.FORMAT}); "
            "update it: pip install --upgrade tfgan-zoo."
        )
    return record


def command_line(program: str, flags: dict) -> str:
    """The command line of a start.

    Args:
        program: its name.
        flags: of the start, as its record has them.
    """
    words = []
    for name, value in flags.items():
        if value is None:
            continue  # No flag says so.
        if name == "constants":
            words += [f"--set={constant}={x}" for constant, x in value.items()]
        elif value is True or value is False:
            words.append(f"--{name}" if value else f"--no{name}")
        elif isinstance(value, list):
            words.append(f"--{name}={','.join(map(str, value))}")
        else:
            words.append(f"--{name}={value}")
    return shlex.join([program, *words])


def _check_empty(directory, writes, flag):
    """Raises `ValueError` where a directory without a record has what a run writes."""
    found = sorted(
        {str(p.relative_to(directory)) for name in writes for p in directory.glob(name)}
    )
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise ValueError(
            f"{directory} has no {FILE}, but {', '.join(found[:3])}{more}, which would "
            f"be written over. If they are of a run, put its {FILE} back; else move "
            f"them away, or use another --{flag}."
        )
