"""Real samples for scores, from the splits of a dataset."""

import importlib
import json

import pipelines
import tfgan_zoo
from tfgan_zoo.metrics import statistics_cache
from tfgan_zoo.metrics.evaluation import Samples
from tfgan_zoo.metrics.moments import Moments
from tfgan_zoo.runs.extractor import CACHE

BATCH_SIZE = 64


class RealSamples:
    """Examples of a dataset, as metrics take them.

    Args:
        data: `pipelines.Dataset`, of the size that is scored.
        samples: number of examples, of those that there are.
        seed: of the choice.
    """

    def __init__(self, data: pipelines.Dataset, samples: int, seed: int):
        self.data, self.samples, self.seed = data, samples, seed
        self.points = len(data.info.shape) == 1

    def known(self, split: str, names, extractor) -> Samples:
        """Samples of a split, for metrics of generated ones.

        Args:
            split: of the dataset.
            names: of the metrics.
            extractor: of features; None if no metric needs them.
        """
        real = self.of(split)
        return Samples(
            extractor,
            real_images=real.get("images"),
            real_labels=real.get("labels"),
            real_moments=self._moments(split, extractor) if "fid" in names else None,
            **self._distribution(),
        )

    def of(self, split: str) -> dict:
        """The first examples of a split, in an order of the seed, by their parts."""
        examples = self.data.arrays(
            split, self.samples, labels=self._labels, seed=self.seed
        )
        if self.data.info.pairs:
            sources, targets = examples
            return {"sources": sources, "images": targets}
        if not self._labels:
            return self.named(examples)
        images, labels = examples
        return {**self.named(images), "labels": labels}

    def named(self, examples) -> dict:
        """Examples as the part that they are."""
        return {"points" if self.points else "images": examples}

    @property
    def _labels(self):
        return bool(self.data.info.classes) and not self.data.info.pairs

    def _moments(self, split, extractor):
        """Of all features of the split, kept on disk from then on."""

        def compute():
            return Moments.of_batches(map(extractor, self._every(split)))

        name, count = self.data.name, self.data.info.examples[split]
        if ":" in name or count is None:  # A folder may change and keep its name.
            return compute()
        return statistics_cache.moments(
            compute,
            CACHE / "moments",
            dataset=f"{name} of tfgan-zoo {tfgan_zoo.__version__}",
            split=f"{split}, {count} examples",
            preprocessing=json.dumps({"image_size": self.data.image_size}),
            extractor_hash=extractor.hash,
        )

    def _every(self, split):
        """Every image of the split once, in batches; endless ones give `samples`."""
        left = self.data.info.examples[split] or self.samples
        data = self.data.batches(min(BATCH_SIZE, left), split=split, shuffle=False)
        for batch in data.as_numpy_iterator():
            images = batch[1] if isinstance(batch, tuple) else batch
            yield images[:left]
            left -= len(images)
            if left <= 0:
                return

    def _distribution(self):
        """Means and deviation of a distribution of points that has modes."""
        if not self.points:
            return {}
        module = importlib.import_module(f"pipelines.distributions.{self.data.name}")
        return {
            "means": getattr(module, "MEANS", None),
            "deviation": getattr(module, "DEVIATION", None),
        }
