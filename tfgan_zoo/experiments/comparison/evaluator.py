"""The evaluator of a comparison: what is measured of a GAN between two steps."""

import inspect
import itertools
import numbers

import numpy as np

from tfgan_zoo import environment, recipes
from tfgan_zoo.metrics.evaluation import Samples, evaluate
from tfgan_zoo.runs import extractor as extractors
from tfgan_zoo.runs.data import RunData
from tfgan_zoo.runs.real_samples import RealSamples
from tfgan_zoo.sampling import LIKE_REAL, labels_like
from tfgan_zoo.training import AdversarialModel, diagnosis
from tfgan_zoo.visualization import image_grid

_MINIBATCHES = 4  # Of real examples, for what is measured of the discriminator.
SHOWN = 36
COLUMNS = 6
SEED = 0  # Of latents and of the choice of real images: the same for every run.


class Evaluator:
    """Measures a GAN: samples against real images, and how the game stands.

    Samples have scores where there is an extractor; without one there are none.

    Args:
        gan: an `AdversarialModel` that makes images of latents.
        config: `RunConfig` of its training.
        split: of the real images.
        samples: number of generated images, and of real ones where that many are.
        extractor: of the features, as for `extractor.find`; not required.
    """

    def __init__(self, gan, config, *, split: str, samples: int, extractor: str | None):
        self.gan, self.split, self.samples = gan, split, samples
        self.recipe = recipes.get(config.recipe)
        self.own_networks = config.networks == "own"
        data = RunData(config, self.recipe)
        if split not in data.info.examples:
            known = [*data.info.examples]
            raise ValueError(f"{data.name!r} has no split {split!r}: {known}.")
        minibatches = data.batches(config.batch_size, 0, gan.distribute_strategy)
        self.minibatches = list(itertools.islice(minibatches, _MINIBATCHES))
        self.examples = RealSamples(data.dataset, samples, SEED)
        real = self.examples.of(split)
        conditional = gan.products()["generator"].conditional
        self.labels = labels_like(real["labels"], samples) if conditional else None
        found = extractors.find(extractor, data.name, data.shape, required=False)
        self.real = Samples(found, real_images=real["images"])
        if found:
            _ = self.real.real_moments  # Worked out here once, for every point.

    def facts(self) -> dict:
        """What is known of the run before it trains, and what its scores hold for."""
        data = self.examples.data
        return {
            "players": describe(self.gan),
            "own_networks": self.recipe.own_networks or self.own_networks,
            "protocol": {
                "dataset": data.info.name,
                "split": self.split,
                "image_size": data.image_size,
                "sampled_from": "the running average of the generator"
                if self.gan.generator_average
                else "the generator",
                "latents_seed": SEED,
                "minibatches": _MINIBATCHES,
                **self._protocol_of_scores(),
            },
            "reference": self._reference(),
            "device": environment.device(),
        }

    def measure(self) -> dict:
        """Scores of samples, and how the discriminator and the generator stand."""
        gan, batches, scores = self.gan, self.minibatches, {}
        if self.real.extractor:
            scores = score_images(self.real, self._generated(self.samples, self.labels))
        return {
            **scores,
            "separation": _mean(diagnosis.separation(gan, b) for b in batches),
            "gradient_norm": _mean(
                diagnosis.generator_gradient_norm(gan, b) for b in batches
            ),
        }

    def draw(self):
        """A picture of samples of latents that are always the same."""
        return image_grid.examples(self._generated(SHOWN), columns=COLUMNS)

    def draw_real(self):
        """A picture of as many real images."""
        return image_grid.examples(self.real.real_images[:SHOWN], columns=COLUMNS)

    def _protocol_of_scores(self):
        """What scores hold for; nothing where there are none."""
        if not self.real.extractor:
            return {}
        return {
            "real_images": len(self.real.real_images),
            "generated_images": self.samples,
            **({} if self.labels is None else {"labels": LIKE_REAL}),
            **self.real.extractor.protocol,
        }

    def _reference(self):
        """Scores of real images of another split; None if there are none."""
        other = "test" if self.split == "train" else "train"
        if other not in self.examples.data.info.examples or not self.real.extractor:
            return None
        images = self.examples.of(other)["images"]
        what = f"{len(images)} real images, split {other!r}"
        return {"what": what, **score_images(self.real, images)}

    def _generated(self, count, labels=None):
        """Images of fixed latents; of a generator that takes labels, all in turn."""
        return self.gan.products()["generator"].samples(count, SEED, labels)[0]


def score_images(real: Samples, images) -> dict:
    """Scores of images, by the protocol of a comparison.

    Args:
        real: images, and the extractor.
        images: in [-1, 1], or bytes.
    """
    found = evaluate(["fid", "prdc"], real.with_fake(fake_images=images))
    return {
        "frechet_distance": found["fid"].value,
        **found["prdc"].values,
        "warnings": [w for score in found.values() for w in score.warnings],
    }


def describe(gan) -> dict:
    """What a model is, in words and numbers: all that two recipes may differ in."""
    average, historical = gan.generator_average, gan.historical_average
    return {
        "objective": type(gan).__name__,
        "constants": _constants(gan),
        "generator": f"{gan.generator.name}, {gan.generator.count_params():,} weights",
        "discriminator": (
            f"{gan.discriminator.name}, {gan.discriminator.count_params():,} weights"
        ),
        "generator_optimizer": _optimizer(gan.generator_optimizer),
        "discriminator_optimizer": _optimizer(gan.discriminator_optimizer),
        "discriminator_steps": gan.discriminator_steps,
        "latents": f"{gan.latent_dim} {gan.latent_law}",
        "average": f"decay {average.decay:g}" if average else "none",
        "historical_average": f"weight {historical.weight:g}" if historical else "none",
    }


def _constants(gan):
    """Numbers that the objective's constructor takes by name, "clip 0.01"."""
    every_gan_has = inspect.signature(AdversarialModel.__init__).parameters
    known = {
        name: getattr(gan, name, None)
        for name, parameter in inspect.signature(type(gan).__init__).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name not in every_gan_has
    }
    return ", ".join(
        f"{name.replace('_', ' ')} {str(value).lower()}"
        for name, value in known.items()
        if isinstance(value, numbers.Number)
    )


def _optimizer(optimizer):
    """Its name and constants, "Adam, rate 0.0002, beta1 0.5, beta2 0.999"."""
    config = optimizer.get_config()
    names = ("learning_rate", "beta_1", "beta_2", "rho", "momentum")
    words = {"learning_rate": "rate", "beta_1": "beta1", "beta_2": "beta2"}
    constants = (
        f"{words.get(name, name)} {float(config[name]):.4g}"
        for name in names
        if name in config and (config[name] or name != "momentum")
    )
    return ", ".join([type(optimizer).__name__, *constants])


def _mean(values):
    return float(np.mean(list(values)))
