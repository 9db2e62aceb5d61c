"""The evaluator of a comparison: what is measured of a GAN between two steps."""

import itertools

import numpy as np

_MINIBATCHES = 4  # Of real examples, for what is measured of the discriminator.
_SHOWN = 36
_COLUMNS = 6
_SEED = 0  # Of latents and of the choice of real images: the same for every run.


class Evaluator:
    """Measures a GAN: samples against real images, and how the game stands.

    Args:
        gan: an `AdversarialModel` that makes images of latents.
        dataset: name.
        split: of the real images.
        image_size: height and width in pixels.
        samples: number of generated images, and of real ones where that many are.
        extractor: of the features.
        minibatches: of the examples that the GAN learns from.
        data_dir: as for `pipelines.load`.
    """

    def __init__(
        self,
        gan,
        dataset: str,
        *,
        split: str,
        image_size: int,
        samples: int,
        extractor,
        minibatches,
        data_dir: str | None,
    ):
        import pipelines
        from tfgan_zoo.metrics.evaluation import Samples

        self.gan = gan
        self.info = pipelines.info(dataset, data_dir=data_dir)
        if split not in self.info.examples:
            raise ValueError(
                f"{dataset!r} has no split {split!r}: {[*self.info.examples]}."
            )
        self.split, self.image_size, self.data_dir = split, image_size, data_dir
        self.samples = samples
        self.minibatches = list(itertools.islice(minibatches, _MINIBATCHES))
        self.real = Samples(extractor, real_images=self._images(split))
        _ = self.real.real_moments  # Worked out here once, for every point.

    @property
    def protocol(self) -> dict:
        """What the scores hold for, beside the extractor."""
        return {
            "dataset": self.info.name,
            "split": self.split,
            "real_images": len(self.real.real_images),
            "generated_images": self.samples,
            "image_size": self.image_size,
            "sampled_from": "the running average of the generator"
            if self.gan.generator_average
            else "the generator",
            "latents_seed": _SEED,
            "minibatches": _MINIBATCHES,
            **self.real.extractor.protocol,
        }

    def measure(self) -> dict:
        """Scores of samples, and how the discriminator and the generator stand."""
        from tfgan_zoo.training import diagnosis

        scores = self._scores(self._generated(self.samples))
        separations = [diagnosis.separation(self.gan, b) for b in self.minibatches]
        norms = [
            diagnosis.generator_gradient_norm(self.gan, b) for b in self.minibatches
        ]
        return {
            **scores,
            "separation": float(np.mean(separations)),
            "gradient_norm": float(np.mean(norms)),
        }

    def reference(self) -> dict | None:
        """Scores of real images of another split; None if there is none."""
        other = "test" if self.split == "train" else "train"
        if other not in self.info.examples:
            return None
        images = self._images(other)
        what = f"{len(images)} real images, split {other!r}"
        return {"what": what, **self._scores(images)}

    def draw(self):
        """A picture of samples of latents that are always the same."""
        from tfgan_zoo.training import picture

        return picture.examples(self._generated(_SHOWN), columns=_COLUMNS)

    def draw_real(self):
        """A picture of as many real images."""
        from tfgan_zoo.training import picture

        return picture.examples(self.real.real_images[:_SHOWN], columns=_COLUMNS)

    def _scores(self, images):
        from tfgan_zoo.metrics.evaluation import evaluate

        samples = self.real.with_fake(fake_images=images)
        scores = evaluate(["fid", "prdc"], samples)
        warnings = [w for score in scores.values() for w in score.warnings]
        return {
            "frechet_distance": scores["fid"].value,
            **scores["prdc"].values,
            "warnings": warnings,
        }

    def _generated(self, count):
        """Images of fixed latents; of a generator that takes labels, all in turn."""
        return self.gan.products()["generator"].samples(count, _SEED)[0]

    def _images(self, split):
        """As many as asked for, or all that there are, in an order of the seed."""
        import pipelines

        return pipelines.examples(
            self.info.name,
            self.samples,
            split=split,
            image_size=self.image_size,
            seed=_SEED,
            data_dir=self.data_dir,
        )
