"""The identity of a run: what may not change between two starts of it."""

import dataclasses
import functools
from pathlib import Path

import pipelines
from tfgan_zoo import recipes
from tfgan_zoo.runs import recipe_file, shared_networks

FORMAT = 3  # Of run.json. Without a number it is that of version 0.1.0.


def of(config, recipe, data, record: dict | None, directory: Path) -> dict:
    """The identity of a run, as its record holds it.

    Args:
        config: `RunConfig`.
        recipe: that it names.
        data: `RunData`.
        record: of an earlier start, if there is one.
        directory: of the run.

    Raises:
        ValueError: a constant that the recipe does not have.
    """
    fields = dataclasses.fields(config)
    own = {f.name: getattr(config, f.name) for f in fields if f.metadata["identity"]}
    return {
        **own,
        **recipe_file.identity(config.recipe, record, directory),
        "dataset": data.name,
        "examples": data.info.examples["train"],
        "shape": list(data.shape),
        "classes": len(data.info.classes),
        **_contents(data.dataset.contents()),
        "labels_per_class": data.labels_per_class,
        "constants": _constants(
            recipe, {**earlier(recipe, record), **config.constants}, config.networks
        ),
        "batch_size": config.batch_size or recipe.batch_size,
    }


def contents(dataset: str) -> dict:
    """What a folder of images is known by, for an identity; nothing of other data."""
    return _contents(pipelines.contents(dataset))


def upgraded(record: dict) -> dict:
    """The identity in a record of any format up to this one, in this one's form.

    The width of version 0.1.0 is a constant now, and the constants that a record lacks
    have the values that they had then: the recipe's `earlier`, or its defaults.
    """
    identity = dict(record["identity"])
    if "constants" in identity and "recipe_sha256" not in identity:
        recipe = recipes.get(identity["recipe"])
        then = recipe.resolve(earlier(recipe, record))
        identity["constants"] = {**then, **identity["constants"]}
    if "format" in record or "width" not in identity or "recipe" not in identity:
        return identity
    recipe, width = recipes.get(identity["recipe"]), identity.pop("width")
    if "shape" in identity:
        identity["networks"] = "own"
    else:  # A run of a comparison, where a recipe's own networks kept their width.
        identity["networks"] = "shared"
        width = None if recipe.own_networks else width
        del identity["steps"], identity["image_size"]
    constants = {**earlier(recipe, record), "width": width}
    identity["constants"] = _constants(recipe, constants, identity["networks"])
    return identity


def differences(before: dict, now: dict) -> list[str]:
    """What differs between two identities, in words.

    Args:
        before: of an earlier start.
        now: of this one.
    """
    if "shape" not in before and "networks" in before:  # As a comparison had them.
        now = {name: now[name] for name in before}
    before, now = _flat(before), _flat(now)
    found = _of_folder(before.pop("contents", None), now.pop("contents", None))
    kinds = {str(one.get("dataset")).partition(":")[0] for one in (before, now)}
    if found is not None and len(kinds) == 1:
        before["dataset"] = now["dataset"]  # However its path is written.
    return (found or []) + [
        f"{name} was {before.get(name)!r} and is now {now.get(name)!r}"
        for name in {**now, **before}
        if before.get(name) != now.get(name)
    ]


def _of_folder(before, now):
    """What differs between the contents of two folders, in words.

    None if one of them is not known: as of no folder, or of an older version.
    """
    if before is None or now is None:
        return None
    others = [name for name in before if before[name] != now[name]]
    if not others:
        return []
    was, is_now = (f"{c['files']} files of {c['bytes']:,} bytes" for c in (before, now))
    return [
        f"the folder held {was} and now holds {is_now}; other are its "
        f"{', '.join(others)}"
    ]


def build(identity: dict, recipe, **options):
    """The untrained model of a run, in its precision and the current strategy.

    Args:
        identity: of the run.
        recipe: that it names.
        **options: of the recipe's `build`, as `steps_per_execution`.

    Raises:
        ValueError: the objective or the networks refuse a constant, or the shape.
    """
    make = recipe.build
    if identity["networks"] == "shared":
        if not recipe.kind.from_latents:
            raise ValueError(
                f"Shared networks make images of latents, and {recipe.name} does not. "
                "Leave out --networks=shared."
            )
        if len(identity["shape"]) != 3:
            raise ValueError(
                "Shared networks make images. Leave out --networks=shared."
            )
        make = functools.partial(shared_networks.build, recipe)
    return make(
        tuple(identity["shape"]),
        identity["classes"] or None,
        identity["seed"],
        mixed_precision=identity["mixed_precision"],
        jit_compile=identity["jit_compile"],
        **identity["constants"],
        **options,
    )


def earlier(recipe, record: dict | None) -> dict:
    """Values of the constants that a record of an older format leaves out.

    Args:
        recipe: whose constants they are.
        record: of an earlier start, if there is one.
    """
    return {} if record is None or record.get("format", 1) > 2 else recipe.earlier


def _contents(found):
    return {} if found is None else {"contents": found}


def _constants(recipe, given, networks):
    """All constants of a run, as its networks have them."""
    constants = recipe.resolve(given)
    if networks == "own" or recipe.own_networks or "latent_dim" not in constants:
        return constants
    latent_dim = shared_networks.LATENT_DIM
    if given.get("latent_dim", latent_dim) != latent_dim:
        raise ValueError(
            f"Shared networks take {latent_dim} latents. Leave out latent_dim, or "
            "--networks=shared."
        )
    return {**constants, "latent_dim": latent_dim}


def _flat(identity):
    """Constants beside the rest, each by its name."""
    rest = {k: v for k, v in identity.items() if k != "constants"}
    return {**rest, **identity.get("constants", {})}
