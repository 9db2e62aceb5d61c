"""Several metrics of the same samples; what they share is worked out once."""

import inspect
from collections.abc import Iterable

from tfgan_zoo import metrics
from tfgan_zoo.metrics.features import Extractor, extract
from tfgan_zoo.metrics.moments import Moments
from tfgan_zoo.metrics.result import Score

# What metrics are fed, or extractors make it of; and moments that are known already.
_GIVEN = {"real_moments"}.union(
    *(map(metrics.source, metrics.inputs(name)) for name in metrics.available())
)


class _MissingError(Exception):
    """What there is not."""


class Samples:
    """Real and generated samples, and what metrics are fed of them.

    Keep it to evaluate again: `with_fake` shares what is known of the real ones.

    Args:
        extractor: of the features; only metrics of features need it.
        **given: of "real_images", "fake_images" [n, H, W, C], floats in [-1, 1]
            or uint8, "real_labels", "fake_labels" [n], "fake_points" [n, N], "means"
            [k, N], "deviation"; and "real_moments", where they are known already.

    Attributes are what was given, and what is worked out of the images: `real_features`
    and `fake_features` [n, d], `real_moments` and `fake_moments` of these, and
    `fake_probabilities` [n, classes].

    Raises:
        ValueError: for another name.
    """

    def __init__(self, extractor: Extractor | None = None, **given):
        unknown = sorted(set(given) - set(_GIVEN))
        if unknown:
            known = ", ".join(sorted(_GIVEN))
            raise ValueError(f"Samples are {known}. Received: {unknown}")
        self.extractor = extractor
        self._given = {name: x for name, x in given.items() if x is not None}
        self._extracted = {"real": {}, "fake": {}}

    def __getattr__(self, name):
        if metrics.source(name) not in _GIVEN:
            raise AttributeError(name)
        if name in self._given:
            return self._given[name]
        if metrics.source(name) == name:
            raise _MissingError(f"`{name}`")
        return self._extract(*name.split("_"))

    def _extract(self, of, what):
        """Features, moments or probabilities of the images, worked out once."""
        known = self._extracted[of]
        if not known:
            if self.extractor is None:
                raise _MissingError("extractor")
            images = getattr(self, f"{of}_images")
            known["features"], known["probabilities"] = extract(self.extractor, images)
        if what == "moments" and what not in known:
            known[what] = Moments.of(known["features"], f"{of}_features")
        if known[what] is None:
            raise _MissingError("extractor that classifies")
        return known[what]

    def with_fake(self, **fake) -> "Samples":
        """The same real samples beside other generated ones."""
        kept = {n: x for n, x in self._given.items() if not n.startswith("fake_")}
        other = Samples(self.extractor, **kept, **fake)
        other._extracted["real"] = self._extracted["real"]
        return other

    def suffices(self, name: str) -> bool:
        """Whether a metric finds all that it is fed among what was given."""
        return all(
            fed in self._given or metrics.source(fed) in self._given
            for fed in metrics.inputs(name)
        )

    def get(self, name: str):
        """What was given under a name; None if that was not."""
        return self._given.get(name)

    def needs(self, name: str):
        """What a metric is fed: the values of its `score`'s positional parameters.

        Raises:
            ValueError: it asks for something that is not there.
        """
        values = []
        for needed in metrics.inputs(name):
            try:
                values.append(getattr(self, needed))
            except _MissingError as missing:
                raise ValueError(
                    f"The metric {name!r} needs `{needed}`, and there is no {missing}"
                    f" to have it from. Given: {', '.join(sorted(self._given))}"
                    f"{'' if self.extractor else '; no extractor'}."
                ) from None
        return values


def evaluate(names: Iterable[str], samples: Samples, **protocol) -> dict[str, Score]:
    """The scores of some metrics.

    Args:
        names: of metrics, as `metrics.available` has them.
        samples: to score.
        **protocol: what else the scores hold for: data set, split, seed.

    Returns:
        Name to `Score`, whose protocol names the extractor where there was one.

    Raises:
        ValueError: for an unknown metric, or one whose inputs are not there.
    """
    scores = {}
    for name in names:
        module, fed = metrics.get(name), samples.needs(name)
        options = {}
        parameters = inspect.signature(module.score).parameters
        if "name" in parameters:
            options["name"] = samples.extractor.distance_name
        if "seed" in parameters and "seed" in protocol:
            options["seed"] = protocol["seed"]
        score = module.score(*fed, **options).under(**protocol)
        if metrics.needs_extractor(name):
            score = score.under(**samples.extractor.protocol)
        scores[name] = score
    return scores
