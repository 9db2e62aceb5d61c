"""Scores: values, and the protocol without which they mean nothing."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Score:
    """The answer of a metric.

    Attributes:
        values: name to number; the first is the metric itself.
        protocol: what the numbers depend on: samples, seed, extractor, ...
        warnings: in words, what makes them less than they seem.
    """

    values: dict[str, float]
    protocol: dict[str, object]
    warnings: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The first of the values."""
        return next(iter(self.values.values()))

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def under(self, **protocol) -> "Score":
        """The same score with more of its protocol: extractor, data set, split."""
        return dataclasses.replace(self, protocol={**self.protocol, **protocol})

    def as_dict(self) -> dict:
        """For JSON: `values`, `protocol` and `warnings`."""
        return dataclasses.asdict(self)

    def __str__(self):
        values = ", ".join(f"{name} {value:.5g}" for name, value in self.values.items())
        protocol = ", ".join(
            f"{name}: {value}" for name, value in self.protocol.items()
        )
        return "\n".join([f"{values} ({protocol})", *self.warnings])
