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
        info: of the dataset, of `pipelines.info`.
        image_size: height and width in pixels; None for points, or as they are.
        samples: number of examples, of those that there are.
        seed: of the choice.
        data_dir: as for `pipelines.load`.
        labelling: options of `pipelines.load`, of which class has which number.
    """

    def __init__(
        self,
        info,
        image_size: int | None,
        samples: int,
        seed: int,
        data_dir: str | None,
        labelling: dict | None = None,
    ):
        self.info, self.size, self.samples = info, image_size, samples
        self.seed, self.data_dir = seed, data_dir
        self.labelling = labelling or {}
        self.points = len(info.shape) == 1

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
        examples = pipelines.examples(
            self.info.name, self.samples, seed=self.seed, **self._options(split)
        )
        if self.info.pairs:
            sources, targets = examples
            return {"sources": sources, "images": targets}
        if not self.info.classes:
            return self.named(examples)
        images, labels = examples
        return {**self.named(images), "labels": labels}

    def named(self, examples) -> dict:
        """Examples as the part that they are."""
        return {"points" if self.points else "images": examples}

    def _options(self, split):
        """Of `pipelines.load`."""
        return {
            "split": split,
            "image_size": self.size,
            "labels": bool(self.info.classes) and not self.info.pairs,
            "data_dir": self.data_dir,
            **self.labelling,
        }

    def _moments(self, split, extractor):
        """Of all features of the split, kept on disk from then on."""

        def compute():
            return Moments.of_batches(map(extractor, self._every(split)))

        name, count = self.info.name, self.info.examples[split]
        if ":" in name or count is None:  # A folder may change and keep its name.
            return compute()
        return statistics_cache.moments(
            compute,
            CACHE / "moments",
            dataset=f"{name} of tfgan-zoo {tfgan_zoo.__version__}",
            split=f"{split}, {count} examples",
            preprocessing=json.dumps({"image_size": self.size}),
            extractor_hash=extractor.hash,
        )

    def _every(self, split):
        """Every image of the split once, in batches; endless ones give `samples`."""
        left = self.info.examples[split] or self.samples
        data = pipelines.load(
            self.info.name,
            batch_size=min(BATCH_SIZE, left),
            shuffle=False,
            **self._options(split),
        )
        for batch in data.as_numpy_iterator():
            images = batch[self.info.pairs] if isinstance(batch, tuple) else batch
            yield images[:left]
            left -= len(images)
            if left <= 0:
                return

    def _distribution(self):
        """Means and deviation of a distribution of points that has modes."""
        if not self.points:
            return {}
        module = importlib.import_module(f"pipelines.points.{self.info.name}")
        return {
            "means": getattr(module, "MEANS", None),
            "deviation": getattr(module, "DEVIATION", None),
        }
