"""What a run has trained: restored, and exported."""

import functools
from pathlib import Path

from tfgan_zoo.runs import directory as run_directory


def restored(directory: Path):
    """The model of a run at its newest checkpoint, and that checkpoint's step.

    Raises:
        ValueError: it is no run directory, or holds no checkpoint yet.
    """
    record = run_directory.read(directory)
    if record is None:
        raise ValueError(
            f"{directory} is no run directory: it has no {run_directory.FILE}. Train "
            "one with tfgan-train."
        )
    from tfgan_zoo import training

    gan = run_directory.build(record["identity"])
    step = training.Checkpoints(directory / "checkpoints").restore(gan)
    if not step:
        raise ValueError(f"{directory} holds no checkpoint yet.")
    return gan, step


def export_run(gan, directory: Path, target: Path, step: int, batching: bool = False):
    """Adds the generator, and the classifier of a model that has one, as new versions.

    A network that is the newest version already is not exported again.

    Args:
        gan: the trained model.
        directory: of the run.
        target: of the generator's versions; the classifier's are beside it.
        step: that the model was trained to.
        batching: as for `export.save`.
    """
    from tfgan_zoo import export

    save = functools.partial(export.save, batching=batching)
    _export_once(save, gan, target, directory, step, "generator", batching)
    if hasattr(gan, "classifier"):
        beside = target.with_name(f"{target.name}_classifier")
        _export_once(export.save_classifier, gan, beside, directory, step, "classifier")


def _export_once(save, gan, target, directory, step, what, batching=False):
    from tfgan_zoo.export import model_card, saved_model

    card = run_directory.card(directory, step)
    if batching:
        card = {**card, "batching": True}
    if target.is_dir() and (versions := saved_model.versions(target)):
        newest = target / str(versions[-1])
        there = model_card.read(newest)
        wanted = {"batching": None, **card, "steps": step}
        if all(there.get(k) == v for k, v in wanted.items()):
            print(f"The {what} was exported before, to {newest}")
            return
    path = save(gan, target, card=card)
    print(f"Exported the {what} of step {step} to {path}")
