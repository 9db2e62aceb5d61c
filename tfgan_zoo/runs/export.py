"""The products of a run: restored, exported, converted."""

from pathlib import Path

from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import identity as identities
from tfgan_zoo.runs import recipe_file, record_check, validation

FEW = 0.1  # Of the recipe's steps: a generator of less has learnt little.


def restored(directory: Path):
    """The model of a run at its newest checkpoint, and that checkpoint's step.

    Raises:
        ValueError: it is no run directory, or holds no checkpoint yet.
    """
    record = run_directory.read(directory)
    if record is None or "recipe" not in record["identity"]:
        raise ValueError(
            f"{directory} is no run directory: it has no {run_directory.FILE} of a "
            "training. Train one with tfgan-train."
        )
    from tfgan_zoo import callbacks

    identity, file = identities.upgraded(record), directory / run_directory.FILE
    record_check.check_training(identity, file)
    recipe = recipe_file.of_run(identity, directory)
    try:
        gan = identities.build(identity, recipe)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"No model can be built as {file} says: {error} Put the record back from a "
            "copy."
        ) from error
    saves = callbacks.Checkpoints(directory / "checkpoints")
    step = saves.restore(gan)
    if not step:
        flags = record["starts"][-1]["flags"]
        again = run_directory.command_line("tfgan-train", flags)
        raise ValueError(
            f"{saves.directory} holds no checkpoint yet. Go on with the training, "
            f"{again}, or put the files step-N.* back."
        )
    return gan, step


def export_run(
    gan,
    directory: Path,
    target: Path,
    step: int,
    batching: bool = False,
    licence: str | None = None,
):
    """Adds each product of a training as a new version.

    A network that is the newest version already is not exported again.

    Args:
        gan: the trained model.
        directory: of the run.
        target: of the generator's versions; those of other products are beside it.
        step: that the model was trained to.
        batching: as for `export.save`, for the generator.
        licence: of the weights; by default the one that a start of the training named
            last, if any did.
    """
    card = _card(directory, step, licence)
    for name in gan.products():
        first = name == "generator"
        beside = target if first else target.with_name(f"{target.name}_{name}")
        _export_once(gan, name, beside, card, step, batching and first)
    if "caution" in card:
        print(f"It has learnt little: {card['caution']}.")


def convert(source: str, output: Path) -> str:
    """Converts a pretrained model, an export or a run to the format of a file's ending.

    Args:
        source: a pretrained model's name, or the path of a SavedModel or of a run.
        output: the file to write: .onnx or .tflite, or of a run .keras.

    Returns:
        What was written, in words.

    Raises:
        ValueError: the format cannot be made of it, or needs an extra to be installed.
    """
    from tfgan_zoo import export

    validation.check_new_file("output", output)
    directory = Path(source).expanduser()
    is_run = run_directory.read(directory) is not None
    if output.suffix != ".keras":
        try:
            return export.convert(directory / "export" if is_run else source, output)
        except ModuleNotFoundError as error:  # It says which extra to install.
            raise ValueError(str(error)) from error
    if not is_run:
        raise ValueError(
            f"A .keras file is made of a run directory, and {source} is none: a "
            "SavedModel holds functions and weights but no layers."
        )
    gan, step = restored(directory)
    return f"the generator of step {step} to {export.save_keras(gan, output)}"


def _export_once(gan, product, target, card, step, batching):
    from tfgan_zoo import export
    from tfgan_zoo.export import model_card, saved_model

    if batching:
        card = {**card, "batching": True}
    if target.is_dir() and (versions := saved_model.versions(target)):
        newest = target / str(versions[-1])
        there = model_card.read(newest)
        wanted = {"batching": None, **card, "steps": step}
        for name in ("command", "caution"):  # Versions write them in other ways.
            wanted.pop(name, None)
        if all(there.get(k) == v for k, v in wanted.items()):
            print(f"The {product} was exported before, to {newest}")
            return
    path = export.save(gan, target, product=product, card=card, batching=batching)
    print(f"Exported the {product} of step {step} to {path}")


def _data_flags(identity, flags):
    """The data of a run that names none: a recipe's own may be others one day."""
    found = {"dataset": identity["dataset"]}
    shape = identity.get("shape", [])
    if len(shape) == 3 and shape[0] == shape[1]:
        found["image_size"] = shape[0]
    return {name: value for name, value in found.items() if flags.get(name) is None}


def _card(directory, step, licence):
    """What a run knows for the model card of its generator at a step."""
    from tfgan_zoo.callbacks import metrics_log

    record = run_directory.read(directory)
    identity, start = record["identity"], record["starts"][-1]
    origin = record.get("dataset") or {}
    rows = metrics_log.read(Path(directory) / "metrics.csv")
    last = [row for row in rows if row["step"] <= step][-1:]
    # Scores have a protocol of their own, in scores.json.
    scores = metrics_log.read(Path(directory) / "evaluation.csv")[:1]
    others = {"step", "seconds", *(name for row in scores for name in row)}
    metrics = {k: v for row in last for k, v in row.items() if k not in others}
    recipe = recipe_file.of_run(identity, directory)
    few = step < FEW * recipe.steps
    caution = f"trained for {step} steps, and {recipe.name} takes {recipe.steps}"
    told = (one["flags"].get("licence") for one in reversed(record["starts"]))
    licence = licence or next(filter(None, told), None)
    return {
        **({"caution": caution} if few else {}),
        **({"licence": licence} if licence else {}),
        "name": f"{identity['recipe']}_{Path(identity['dataset']).name}",
        "recipe": identity["recipe"],
        "command": run_directory.command_line(
            "tfgan-train", {**start["flags"], **_data_flags(identity, start["flags"])}
        ),
        "dataset": origin.get("name", identity["dataset"]),
        "classes": origin.get("classes"),
        "dataset_licence": origin.get("licence"),
        "dataset_source": origin.get("source"),
        "batch_size": identity["batch_size"],
        "labels_per_class": identity.get("labels_per_class"),
        "commit": start.get("commit"),
        "metrics": {
            "protocol": "means over the last logged steps of training",
            **metrics,
        },
    }
