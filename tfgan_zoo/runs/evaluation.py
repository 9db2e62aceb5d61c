"""The evaluation of a saved generator, beside real images and beside noise."""

import numpy as np

import pipelines
from tfgan_zoo import export, metrics
from tfgan_zoo.metrics import evaluation
from tfgan_zoo.runs import extractor as extractors
from tfgan_zoo.runs.real_samples import RealSamples
from tfgan_zoo.runs.samples import generator


def evaluate(
    model: str,
    names,
    *,
    dataset: str | None = None,
    split: str = "train",
    samples: int = 2000,
    seed: int = 0,
    extractor: str | None = None,
    data_dir: str | None = None,
) -> dict:
    """Scores of a saved model, as `EvaluationData.scores` gives them.

    Args:
        model: a shipped model by its name, or the path of a model or a version.
        names: of metrics.
        dataset: to compare with; what the model learnt from by default.
        split: of the dataset.
        samples: number of generated samples, and of real ones where that many are.
        seed: of the samples.
        extractor: as for `extractor.find`.
        data_dir: as for `pipelines.load`.

    Raises:
        ValueError: the model makes no images, or a name is not known.
    """
    for name in names:
        metrics.get(name)  # Before anything that takes time.
    loaded = generator(model)
    dataset = dataset or loaded.card.get("dataset")
    if dataset is None:
        raise ValueError("The model's card names no dataset; say which with --dataset.")
    found = None
    if any(map(metrics.needs_extractor, names)):
        found = extractors.find(extractor, dataset)
    data = EvaluationData(dataset, split, loaded, samples, seed, data_dir)
    return data.scores(names, found)


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
        self.translates = isinstance(model, export.LoadedTranslator)
        if self.translates and not self.info.pairs:
            raise ValueError(
                f"The model translates images, and {dataset!r} holds no pairs. Choose "
                "another --dataset."
            )
        self.real = RealSamples(self.info, self.size, samples, seed, data_dir)

    def scores(self, names, extractor) -> dict:
        """Scores of the model, of another split of the dataset and of noise.

        Args:
            names: of metrics.
            extractor: of features; None if no metric needs them.

        Returns:
            Name of what was scored to name of the metric to `Score`.
        """
        known = self.real.known(self.split, names, extractor)
        rows = {"model": self._generated()}
        others = (s for s in ("test", "val", "train") if s in self.info.examples)
        other = next((s for s in others if s != self.split), None)
        if other is not None:
            rows[f"{other} split"] = self.real.of(other)
            rows[f"{other} split"].pop("sources", None)
        rng = np.random.default_rng(self.seed)
        noise = rng.uniform(-1, 1, (self.samples, *self.noise_shape))
        rows["noise"] = self.real.named(noise.astype(np.float32))
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

    def _generated(self):
        if self.translates:
            sources = self.real.of(self.split)["sources"]
            images = [
                self.model.sources_to_images(part)
                for part in np.array_split(sources, 1 + len(sources) // 64)
            ]
            return self.real.named(np.concatenate(images))
        row = self.real.named(self.model(self.samples, self.seed))
        labels = self.model.labels(self.samples)
        if labels is not None:
            row["labels"] = labels
        return row
