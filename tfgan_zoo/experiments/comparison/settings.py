"""The settings that all runs of a comparison share."""

import dataclasses

from tfgan_zoo import recipes
from tfgan_zoo.runs import RunConfig


@dataclasses.dataclass(frozen=True)
class Settings:
    """What is the same for every recipe and seed.

    Attributes:
        dataset: name.
        image_size: height and width in pixels.
        steps: generator steps of each run.
        width: channels of the shared networks; a recipe's own are as wide as in its
            paper.
        batch_size: examples of one minibatch.
        samples: images of a score.
        split: of the real images of a score.
        labels_per_class: that a semi-supervised recipe learns from.
        extractor: whose features scores compare.
        data_dir: where TFDS keeps prepared datasets.
    """

    dataset: str
    image_size: int
    steps: int
    width: int
    batch_size: int
    samples: int
    split: str
    labels_per_class: int
    extractor: str | None = None
    data_dir: str | None = None

    def config(self, name: str, seed: int) -> RunConfig:
        """The run of a recipe with a seed."""
        recipe = recipes.get(name)
        few = "labels_per_class" in recipe.kind.options
        return RunConfig(
            recipe=name,
            dataset=self.dataset,
            constants={} if recipe.own_networks else {"width": self.width},
            networks="shared",
            steps=self.steps,
            batch_size=self.batch_size,
            image_size=self.image_size,
            labels_per_class=self.labels_per_class if few else None,
            seed=seed,
            data_dir=self.data_dir,
            sample_every=None,
            log_every=max(1, self.steps // 100),
            save_every=max(1, self.steps // 10),
            export=False,
        )
