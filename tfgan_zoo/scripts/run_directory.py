"""A run directory says what it holds, and refuses to hold anything else."""

import datetime
import importlib.metadata
import json
import shlex
import subprocess
from pathlib import Path

FILE = "run.json"


def open_run(workdir, identity: dict, flags: dict) -> Path:
    """Makes a run directory, or checks that an old one holds the same run.

    Args:
        workdir: the directory.
        identity: what may not change between two starts of a run.
        flags: of this start, recorded with its date, commit and versions.

    Returns:
        The directory.

    Raises:
        ValueError: it holds another run; the message says what differs.
        OSError: it cannot be written.
    """
    directory = Path(workdir).expanduser()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / ".writable").touch()
        (directory / ".writable").unlink()
    except OSError as error:
        raise OSError(
            f"--workdir={workdir} cannot be written: {error.strerror}. Choose a folder "
            "that you may write to."
        ) from error
    record = read(directory) or {"identity": identity, "starts": []}
    differences = [
        f"{key} was {record['identity'].get(key)!r} and is now {value!r}"
        for key, value in identity.items()
        if record["identity"].get(key) != value
    ]
    if differences:
        raise ValueError(
            f"{directory} holds another run: {'; '.join(differences)}. Use another "
            "--workdir, or the run's own flags to go on with it."
        )
    record["starts"].append(
        {
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(
                " ", "seconds"
            ),
            "flags": flags,
            "commit": _commit(),
            "versions": {
                name: importlib.metadata.version(name)
                for name in ("tfgan-zoo", "tensorflow", "keras", "numpy")
            },
        }
    )
    temporary = directory / f".{FILE}"
    temporary.write_text(json.dumps(record, indent=2) + "\n")
    temporary.replace(directory / FILE)
    return directory


def read(directory) -> dict | None:
    """The record of a run directory, None if it has none."""
    file = Path(directory) / FILE
    return json.loads(file.read_text()) if file.exists() else None


def build(identity: dict):
    """The untrained model of a run, in its precision and the current strategy."""
    from tfgan_zoo import recipes

    recipe = getattr(recipes, identity["recipe"])
    import keras

    if identity["mixed_precision"] != "none":
        keras.mixed_precision.set_dtype_policy(f"mixed_{identity['mixed_precision']}")
    return recipe.build(
        tuple(identity["shape"]),
        num_classes=identity["classes"] or None,
        seed=identity["seed"],
        width=identity["width"],
    )


def card(directory, info) -> dict:
    """What a run knows for the model card of its generator.

    Args:
        directory: of the run.
        info: `pipelines.Info` of its dataset.
    """
    from tfgan_zoo.training.callbacks import metrics_log

    record = read(directory)
    start = record["starts"][-1]
    rows = metrics_log.read(Path(directory) / "metrics.csv")
    flags = (f"--{key}={value}" for key, value in start["flags"].items())
    recipe = record["identity"]["recipe"]
    return {
        "name": f"{recipe}_{info.name.rpartition('/')[-1]}",
        "recipe": recipe,
        "command": shlex.join(["tfgan-train", *flags]),
        "dataset": info.name,
        "dataset_licence": info.licence,
        "dataset_source": info.source,
        "batch_size": record["identity"]["batch_size"],
        "commit": start["commit"],
        "metrics": {
            "protocol": "mean over the last logged steps, on the training split",
            **{k: v for k, v in (rows[-1] if rows else {}).items() if k != "step"},
        },
    }


def _commit() -> str | None:
    """Commit of the zoo's checkout, None for an installed wheel."""
    here = Path(__file__).parent
    try:
        answer = subprocess.run(
            ["git", "-C", here, "rev-parse", "HEAD"], capture_output=True, text=True
        )
    except OSError:
        return None
    return answer.stdout.strip() or None
