"""The preparation of an experiment: its directory, its runs, a model before its run."""

import dataclasses
from pathlib import Path

from tfgan_zoo import environment, runs
from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import identity as identities
from tfgan_zoo.runs import recipe_file
from tfgan_zoo.runs.data import RunData


def opened(
    output: str, config: runs.RunConfig, fields: tuple[str, ...], info, writes, **more
):
    """Opens the directory of several runs, which no others may be in, for a context.

    Args:
        output: the directory.
        config: that the runs share.
        fields: of it, which may not change; nor may its constant `width`.
        info: of the dataset.
        writes: names of the files that are written beside the runs.
        **more: flags that may change, for the record.

    Raises:
        ValueError: it holds another experiment.
        OSError: it cannot be written.
    """
    flags = {name: getattr(config, name) for name in fields}
    flags["width"] = config.constants.get("width")
    identity = {**flags, **identities.contents(config.dataset)}
    origin = run_directory.origin(info)
    flags = {**flags, **more, "output": str(output)}
    return run_directory.opened(output, identity, origin, flags, writes)


def as_begun(output: str | Path, config: runs.RunConfig) -> runs.RunConfig:
    """The configuration, with constants as the version had them that began.

    Args:
        output: the directory of the experiment.
        config: that the runs share.
    """
    record = run_directory.read(Path(output).expanduser())
    before = identities.earlier(recipe_file.find(config.recipe), record)
    return dataclasses.replace(config, constants={**before, **config.constants})


def provenance(directory: Path, program: str) -> dict:
    """Where the numbers of an experiment come from, by its record.

    Args:
        directory: of the experiment.
        program: the command that runs it.

    Returns:
        "command" of the last start, "commits" of all, "versions" and "machine".
    """
    starts = run_directory.read(directory)["starts"]
    return {
        "command": run_directory.command_line(program, starts[-1]["flags"]),
        "commits": list(dict.fromkeys(s["commit"] or "unknown" for s in starts)),
        "versions": starts[-1]["versions"],
        "machine": environment.machine(),
    }


def train(config: runs.RunConfig, directory: Path, **options):
    """The model that one of several runs comes to.

    Args:
        config: of the run.
        directory: of the run, below that of the experiment.
        **options: of `runs.train`.

    Raises:
        KeyboardInterrupt: the run was stopped; it has saved.
    """
    gan = runs.train(config, directory, **options)
    if gan.stop_training:
        raise KeyboardInterrupt
    return gan


def untrained(config: runs.RunConfig):
    """A model at the start of a run.

    Returns:
        The recipe, its model, its data, and the examples of a minibatch.

    Raises:
        ValueError: the recipe does not fit the dataset.
    """
    recipe = recipe_file.find(config.recipe)
    data = RunData(config, recipe)
    minibatch = config.batch_size or recipe.batch_size
    classes = len(data.info.classes) or None
    gan = recipe.build(data.shape, classes, config.seed, **config.constants)
    recipe.prepare(gan, data.first(minibatch))
    return recipe, gan, data, minibatch
