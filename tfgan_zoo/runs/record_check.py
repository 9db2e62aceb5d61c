"""Validation of the record of a run: what it holds, and of which kinds."""

import dataclasses

from tfgan_zoo import recipes
from tfgan_zoo.runs import config, validation
from tfgan_zoo.runs import identity as identities

# Of a record, and of the identity of a training, where they are there.
_KINDS = {"dataset": dict | None, "format": int, "identity": dict, "starts": list}
_OF_TRAINING = {
    **dict.fromkeys(("dataset", "mixed_precision", "networks", "recipe"), str),
    "batch_size": int,
    "classes": int | None,
    "constants": dict,
    "seed": int,
    "jit_compile": bool,
    "shape": list,
}


def check(record):
    """Raises `ValueError` unless what a record holds is of the kinds that it has."""
    _check_kinds(record, _KINDS, ("identity", "starts"))
    if record.get("format", 1) > identities.FORMAT:
        return  # What a newer version holds is not known here.
    if "recipe" in record["identity"] or "constants" in record["identity"]:
        _check_kinds(record["identity"], _OF_TRAINING, ("recipe",))
        _check_values(record["identity"])
    if not record["starts"]:
        raise ValueError("its 'starts' are none")
    for start in record["starts"]:
        _check_kinds(start, {"flags": dict}, ("flags",))


def check_training(identity: dict, file):
    """Raises `ValueError` unless a record says all that a model is built from.

    Args:
        identity: of the record, in today's form.
        file: that it is in, for the message.
    """
    missing = [name for name in _OF_TRAINING if name not in identity]
    if missing:
        raise ValueError(
            f"{file} does not say {', '.join(missing)}. Put the record back from a "
            "copy."
        )


def _check_values(identity):
    """Raises `ValueError` for a value of the right kind that no training has."""
    for field in dataclasses.fields(config.RunConfig):
        if field.metadata["identity"] and field.name in identity:
            hint, value = config.hint(field.name), identity[field.name]
            validation.check(field.name, value, hint, field.metadata)
    lengths = identity.get("shape", [1])
    if not lengths or not all(isinstance(n, int) and n > 0 for n in lengths):
        raise ValueError(f"its 'shape' is {lengths}")
    name = identity["recipe"]
    if "recipe_sha256" not in identity and name not in recipes.available():
        raise recipes.unknown(name)


def _check_kinds(values, kinds, needed):
    """Raises `ValueError` unless a mapping has what is needed, each of its kind."""
    if not isinstance(values, dict):
        raise ValueError(f"{values!r} stands where names and values do")
    for name in needed:
        if name not in values:
            raise ValueError(f"it has no {name!r}")
    for name in kinds.keys() & values.keys():
        if not isinstance(values[name], kinds[name]):
            raise ValueError(f"its {name!r} is {values[name]!r}")
