"""Real and generated samples for scores, from a dataset and a saved generator."""

import importlib
import json

import numpy as np

import pipelines
import tfgan_zoo
from tfgan_zoo.metrics import evaluation, statistics_cache
from tfgan_zoo.metrics.features import batches_of_features
from tfgan_zoo.metrics.moments import Moments
from tfgan_zoo.runs.extractor import CACHE

BATCH_SIZE = 64


class EvaluationData:
    """What a saved generator is measured against.

    Args:
        dataset: name.
        split: of the dataset.
        model: of `export.load`, a generator or a translator.
        samples: number of generated samples, and of real ones where that many are.
        seed: of the samples.
        data_dir: as for `pipelines.load`.
    """

    def __init__(
        self,
        dataset: str,
        split: str,
        model,
        samples: int,
        seed: int,
        data_dir: str | None,
    ):
        self.info = pipelines.info(dataset, data_dir=data_dir)
        self.data_dir = data_dir
        if split not in self.info.examples:
            raise ValueError(
                f"`split` must be one of {[*self.info.examples]} of {dataset!r}. "
                f"Received: {split!r}"
            )
        self.split, self.model, self.samples, self.seed = split, model, samples, seed
        if "output_shape" not in model.card:
            raise ValueError(
                f"{model.path} has no model card, so what it makes is not known; "
                "export it with `zoo.export.save`."
            )
        shape = model.card["output_shape"]
        if len(shape) != len(self.info.shape):
            raise ValueError(
                f"The model makes examples of shape {shape}, and those of {dataset!r} "
                f"have {list(self.info.shape)}. Choose another --dataset."
            )
        self.size = shape[0] if len(shape) == 3 else None
        self.noise_shape = tuple(shape)
        self.translates = "input_shape" in model.card
        if self.translates and not self.info.pairs:
            raise ValueError(
                f"The model translates images, and {dataset!r} holds no pairs. Choose "
                "another --dataset."
            )

    def scores(self, names, extractor) -> dict:
        """Scores of the model, of another split of the dataset and of noise.

        Args:
            names: of metrics.
            extractor: of features; None if no metric needs them.

        Returns:
            Name of what was scored to name of the metric to `Score`.
        """
        real = self._real(self.split)
        known = evaluation.Samples(
            extractor,
            real_images=real.get("images"),
            real_labels=real.get("labels"),
            real_moments=self._moments(extractor) if "fid" in names else None,
            **self._law(),
        )
        rows = {"model": self._generated(real)}
        others = (s for s in ("test", "val", "train") if s in self.info.examples)
        other = next((s for s in others if s != self.split), None)
        if other is not None:
            rows[f"{other} split"] = self._real(other)
            rows[f"{other} split"].pop("sources", None)
        rng = np.random.default_rng(self.seed)
        noise = rng.uniform(-1, 1, (self.samples, *self.noise_shape))
        rows["noise"] = self._named(noise.astype(np.float32))
        protocol = {
            "dataset": self.info.name,
            "split": self.split,
            "image_size": self.size,
            "seed": self.seed,
        }
        scores = {}
        for what, row in rows.items():
            samples = known.with_fake(**{f"fake_{part}": x for part, x in row.items()})
            # Noise has no labels to learn from.
            possible = [n for n in names if what == "model" or samples.suffices(n)]
            scores[what] = evaluation.evaluate(possible, samples, **protocol)
        return scores

    def _generated(self, real):
        if self.translates:
            images = [
                self.model.sources_to_images(part)
                for part in np.array_split(
                    real["sources"], 1 + len(real["images"]) // 64
                )
            ]
            return self._named(np.concatenate(images))
        row = self._named(self.model(self.samples, self.seed))
        labels = self.model.labels(self.samples)
        if labels is not None:
            row["labels"] = labels
        return row

    def _real(self, split):
        """The first examples of a split, in an order of the seed."""
        examples = pipelines.examples(
            self.info.name, self.samples, seed=self.seed, **self._options(split)
        )
        if self.info.pairs:
            sources, targets = examples
            return {"sources": sources, "images": targets}
        if not self.info.classes:
            return self._named(examples)
        images, labels = examples
        return {**self._named(images), "labels": labels}

    def _options(self, split):
        """Of `pipelines.load`."""
        return {
            "split": split,
            "image_size": self.size,
            "labels": bool(self.info.classes) and not self.info.pairs,
            "data_dir": self.data_dir,
        }

    def _moments(self, extractor):
        """Of all features of the split, kept on disk from then on."""

        def compute():
            return Moments.of_batches(batches_of_features(extractor, self._every()))

        name, count = self.info.name, self.info.examples[self.split]
        if ":" in name or count is None:  # A folder may change and keep its name.
            return compute()
        return statistics_cache.moments(
            compute,
            CACHE / "moments",
            dataset=f"{name} of tfgan-zoo {tfgan_zoo.__version__}",
            split=f"{self.split}, {count} examples",
            preprocessing=json.dumps({"image_size": self.size}),
            extractor_hash=extractor.hash,
        )

    def _every(self):
        """Every image of the split once, in batches; endless laws give `samples`."""
        left = self.info.examples[self.split] or self.samples
        batch_size = min(BATCH_SIZE, left)
        data = pipelines.load(
            self.info.name,
            batch_size=batch_size,
            shuffle=False,
            **self._options(self.split),
        )
        for batch in data.as_numpy_iterator():
            images = batch[self.info.pairs] if isinstance(batch, tuple) else batch
            yield images[:left]
            left -= len(images)
            if left <= 0:
                return

    def _law(self):
        """Means and deviation of a law of points that has modes."""
        if self.size is not None:
            return {}
        law = importlib.import_module(f"pipelines.points.{self.info.name}")
        return {
            "means": getattr(law, "MEANS", None),
            "deviation": getattr(law, "DEVIATION", None),
        }

    def _named(self, examples):
        if self.size is None:
            return {"points": examples}
        if examples.dtype == np.uint8:
            examples = (examples / 127.5 - 1).astype(np.float32)
        return {"images": examples}
