"""The settings of a comparison: what is the same for every candidate and seed."""

import dataclasses

from tfgan_zoo import recipes
from tfgan_zoo.experiments.comparison.candidate import Candidate
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.runs import identity as identities
from tfgan_zoo.runs.shared_networks import WIDTH

_NAMED = {"extractor", "data_dir"}  # What is at the path counts.


@dataclasses.dataclass(frozen=True)
class Settings:
    """What is the same for every candidate and seed.

    Attributes:
        dataset: name.
        image_size: height and width in pixels.
        steps: generator steps of each run.
        width: channels of the networks; those that cannot be shared are as wide as in
            their paper, and without a number so are all of a recipe's own.
        batch_size: examples of one minibatch.
        samples: images of a score.
        split: of the real images of a score.
        labels_per_class: that a semi-supervised recipe learns from.
        networks: "shared", or each recipe's "own".
        extractor: whose features scores compare.
        data_dir: where TFDS keeps prepared datasets.
    """

    dataset: str
    image_size: int
    steps: int
    width: int | None
    batch_size: int
    samples: int
    split: str
    labels_per_class: int
    networks: str = "shared"
    extractor: str | None = None
    data_dir: str | None = None

    def __post_init__(self):
        if self.width is None and self.networks == "shared":
            object.__setattr__(self, "width", WIDTH)

    def config(self, name: str, seed: int) -> RunConfig:
        """The run of a candidate with a seed."""
        candidate = Candidate.of(name)
        recipe = recipes.get(candidate.recipe)
        fixed = self.networks == "shared" and recipe.own_networks
        width = {} if fixed or self.width is None else {"width": self.width}
        same = ("dataset", "steps", "batch_size", "image_size", "data_dir", "networks")
        same += tuple(recipe.kind.options)
        return RunConfig(
            recipe=recipe.name,
            constants={**width, **dict(candidate.constants)},
            seed=seed,
            **{field: getattr(self, field) for field in same},
            sample_every=0,
            log_every=max(1, self.steps // 100),
            save_every=max(1, self.steps // 10),
            export=False,
        )

    def identity(self, extractor_hash: str | None) -> dict:
        """What may not change between two starts of a comparison.

        Candidates and seeds may be added later; all else is one comparison.

        Args:
            extractor_hash: of the extractor, if there is one.
        """
        values = dataclasses.asdict(self)
        identity = {k: v for k, v in values.items() if k not in _NAMED}
        # Networks were always shared before this was a setting.
        if identity.pop("networks") == "own":
            identity["own_networks"] = True
        identity["extractor_sha256"] = extractor_hash
        return identity | identities.contents(self.dataset)
