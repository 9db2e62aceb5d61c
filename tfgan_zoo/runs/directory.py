"""A run directory says what it holds, and refuses to hold anything else."""

import datetime
import json
import shlex
from pathlib import Path

from tfgan_zoo.runs import environment

FILE = "run.json"
_NO_METRICS = ("step", "seconds")


def open_run(workdir, identity: dict, writes: bool = True) -> Path:
    """Makes a run directory, or checks that an old one holds the same run.

    Args:
        workdir: the directory.
        identity: what may not change between two starts of a run.
        writes: make it; a worker that is not the chief only reads.

    Returns:
        The directory.

    Raises:
        ValueError: it holds another run; the message says what differs.
        OSError: it cannot be written.
    """
    directory = Path(workdir).expanduser()
    try:
        if writes:
            directory.mkdir(parents=True, exist_ok=True)
            (directory / ".writable").touch()
            (directory / ".writable").unlink()
    except OSError as error:
        raise OSError(
            f"--workdir={workdir} cannot be written: {error.strerror}. Choose a folder "
            "that you may write to."
        ) from error
    record = read(directory)
    before = record["identity"] if record else identity
    differences = [
        f"{key} was {before.get(key)!r} and is now {value!r}"
        for key, value in identity.items()
        if before.get(key) != value
    ]
    if differences:
        raise ValueError(
            f"{directory} holds another run: {'; '.join(differences)}. Use another "
            "--workdir, or the run's own flags to go on with it."
        )
    return directory


def check_steps(directory: Path, step: int, steps: int, steps_per_execution: int):
    """Says what is left to do; raises `ValueError` where that is not possible.

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
    if step:
        then = "going on from there" if step < steps else "nothing is left to train"
        print(f"{directory} holds {step} of {steps} steps; {then}.")


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
    record = read(directory) or {"identity": identity, "dataset": dataset, "starts": []}
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
    temporary = directory / f".{FILE}"
    temporary.write_text(json.dumps(record, indent=2) + "\n")
    temporary.replace(directory / FILE)


def read(directory) -> dict | None:
    """The record of a run directory, None if it has none."""
    file = Path(directory) / FILE
    return json.loads(file.read_text()) if file.exists() else None


def build(identity: dict):
    """The untrained model of a run, in its precision and the current strategy."""
    import keras

    from tfgan_zoo import recipes

    if identity["mixed_precision"] != "none":
        keras.mixed_precision.set_dtype_policy(f"mixed_{identity['mixed_precision']}")
    return getattr(recipes, identity["recipe"]).build(
        tuple(identity["shape"]),
        num_classes=identity["classes"] or None,
        seed=identity["seed"],
        width=identity["width"],
    )


def card(directory: Path, step: int) -> dict:
    """What a run knows for the model card of its generator at a step."""
    from tfgan_zoo.training.callbacks import metrics_log

    record = read(directory)
    identity, start = record["identity"], record["starts"][-1]
    rows = metrics_log.read(Path(directory) / "metrics.csv")
    last = [row for row in rows if row["step"] <= step][-1:]
    metrics = {k: v for row in last for k, v in row.items() if k not in _NO_METRICS}
    flags = (f"--{key}={value}" for key, value in start["flags"].items())
    return {
        "name": f"{identity['recipe']}_{Path(identity['dataset']).name}",
        "recipe": identity["recipe"],
        "command": shlex.join(["tfgan-train", *flags]),
        "dataset": record["dataset"]["name"],
        "classes": record["dataset"].get("classes"),
        "dataset_licence": record["dataset"]["licence"],
        "dataset_source": record["dataset"]["source"],
        "batch_size": identity["batch_size"],
        "labels_per_class": identity.get("labels_per_class"),
        "commit": start["commit"],
        "metrics": {
            "protocol": "means over the last logged steps of training",
            **metrics,
        },
    }
