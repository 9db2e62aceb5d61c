"""Pairs of images of your own, from B to A: `pairs_ba:PATH`."""

from pipelines.sources import pairs


class Source(pairs.Source):
    """The pairs of `pairs:PATH`, whose sources are the targets and the other way."""

    kind, reverse = "pairs_ba", True
