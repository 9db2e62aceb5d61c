"""The parts that a batch may have, by their names."""

KNOWN = (
    "images",
    "points",
    ("images", "labels"),
    ("sources", "targets"),
    (("images", "labels"), "unlabelled"),
)


def check(parts):
    """Raises `ValueError` where no batch has these parts, nested so."""
    if parts not in KNOWN:
        known = "; ".join(map(str, KNOWN))
        raise ValueError(f"`parts` is one of: {known}. Received: {parts!r}")
