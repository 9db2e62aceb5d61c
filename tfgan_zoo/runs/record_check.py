"""Validation of the record of a run: what it holds, and of which kinds."""

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
