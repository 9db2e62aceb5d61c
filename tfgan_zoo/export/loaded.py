"""Loaded models: saved generators, translators and classifiers, ready to call."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from tfgan_zoo import pixels, sampling
from tfgan_zoo.export import class_names, model_card, pretrained, saved_model
from tfgan_zoo.sampling.products import BATCH_SIZE, batches, check_fits


def load(name_or_path: str | Path):
    """Loads a model that `save` wrote, or a pretrained one of the zoo.

    Args:
        name_or_path: name of a pretrained model, as "cdcgan_mnist_5k"; or the path of a
            model, whose newest version is taken, or of one version.

    Returns:
        `LoadedGenerator`, `LoadedTranslator` or `LoadedClassifier`.

    Raises:
        ValueError: there is no saved model of this name or at this path, or it is
            damaged, or none of the zoo's.
    """
    folder = saved_model.newest(pretrained.find(name_or_path))
    if not (folder / "saved_model.pb").exists():
        raise ValueError(
            f"No saved model at {str(name_or_path)!r}; expected a folder with "
            "saved_model.pb, or one whose numbered sub-folders hold it, as "
            "`export.save` writes."
        )
    model = saved_model.restore(folder)
    kinds = {
        "latents": (LoadedGenerator, "generator"),
        "sources": (LoadedTranslator, "translator"),
        "images": (LoadedClassifier, "classifier"),
    }
    known = "serving_default" in getattr(model, "signatures", {})
    fed = LoadedModel(folder, model).specs("serving_default") if known else {}
    taken = next((name for name in kinds if name in fed), None)
    if taken is None:
        raise ValueError(
            f"{folder} is no model of the zoo: expected a signature serving_default "
            f"that takes one of {', '.join(kinds)}. Received: {', '.join(fed) or None}"
        )
    make, kind = kinds[taken]
    loaded = make(folder, model)
    if loaded.card.get("kind", kind) != kind:
        raise ValueError(
            f"{folder} holds a {kind}, and the model card of a {loaded.card['kind']}. "
            "Export it again."
        )
    return loaded


class LoadedModel:
    """A saved model.

    Attributes:
        path: of the version.
        card: its model card, a dict.
        model: as TensorFlow loads it; its functions need it alive.
        usage: an example of a call.
    """

    usage = "model.call(signature, **inputs)"

    def __init__(self, path, model):
        self.path = str(path)
        self.card = model_card.read(path)
        self.model = model

    def __repr__(self):
        version, signature = Path(self.path), self.model.signatures["serving_default"]
        name = self.card.get("name", version.parent.name)
        fed, made = (
            ", ".join(f"{k} {spec.shape}" for k, spec in sorted(specs.items()))
            for specs in (self.specs("serving_default"), signature.structured_outputs)
        )
        text = f"{name!r}, version {version.name}: {fed} to {made}"
        return f"<{type(self).__name__} {text}; call it as {self.usage}>"

    def specs(self, signature: str) -> dict:
        """Name of each input of a signature and its `tf.TensorSpec`.

        Raises:
            ValueError: there is no such signature.
        """
        if signature not in self.model.signatures:
            raise self._lacks(f"signature {signature!r}", self.model.signatures)
        return self.model.signatures[signature].structured_input_signature[1]

    def call(self, signature: str, /, **inputs) -> dict:
        """Calls a signature: arrays in, arrays out, by their names."""
        specs = self.specs(signature)
        tensors = {
            name: tf.constant(value, specs[name].dtype)
            for name, value in inputs.items()
        }
        outputs = self.model.signatures[signature](**tensors)
        return {name: value.numpy() for name, value in outputs.items()}

    def _lacks(self, what, found):
        """The error of a model of which not all is there that `save` writes."""
        return ValueError(f"{self.path} has no {what}. It has: {', '.join(found)}.")

    def _examples(self, signature, **inputs):
        return next(iter(self.call(signature, **inputs).values()))

    def _to_float(self, images):
        """Images as the network takes them, from -1 to 1."""
        (name,), shape = self.specs("serving_default"), self.card.get("input_shape")
        images = np.asarray(images)
        if shape and list(images.shape[1:]) != shape:
            raise ValueError(
                f"`{name}` has the shape [B, {', '.join(map(str, shape))}]. Received: "
                f"{images.shape}"
            )
        return pixels.checked(images, name) if images.ndim == 4 else images


class LoadedGenerator(LoadedModel):
    """A saved generator, ready to call: `generator(num=16, seed=3)`."""

    @property
    def usage(self):
        label = ", label=0" if "labels" in self.specs("serving_default") else ""
        return f"generator(num=4, seed=0{label})"

    def __call__(self, num: int = 1, seed: int | None = None, label=None):
        """Samples: uint8 images [num, H, W, C] (or points [num, N]).

        Args:
            num: number of samples.
            seed: of the latents; the same seed gives the same samples. By default it is
                drawn from Python's `random`, so that each call gives other samples.
            label: of all samples, or one for each, for a generator that takes labels;
                integers, or names of classes; by default all classes in turn.
        """
        seed = sampling.seed(seed)
        check_fits(num, self.card.get("output_shape", ()), 1)
        if self.labels(num, label) is None and "latent_law" not in self.card:
            return self._examples("sample", num=num, seed=seed)
        return np.concatenate(list(self.stream(num, seed, label)))

    def stream(self, num: int, seed=None, label=None, batch_size: int = BATCH_SIZE):
        """The same samples as by a call, made and given a batch at a time.

        Args:
            num: as for a call.
            seed: as for a call.
            label: as for a call.
            batch_size: number of samples of a batch; the last may be smaller.

        Yields:
            uint8 images [batch_size, H, W, C] (or points [batch_size, N]).

        Raises:
            ValueError: it has no model card, which names the distribution of latents.
        """
        seed, labels = sampling.seed(seed), self.labels(num, label)
        if "latent_law" not in self.card:
            raise ValueError(
                f"{self.path} has no model card, which names the distribution of its "
                "latents; export it with `zoo.export.save`."
            )
        prior = sampling.from_card(self.card)
        z = prior.sample((num, self.card["latent_dim"]), (seed, 0))
        inputs = (z,) if labels is None else (z, labels)
        for part in batches(inputs, num, batch_size):
            examples = self.latents_to_images(*part)
            yield pixels.to_bytes(examples) if examples.ndim == 4 else examples

    def latents_to_images(self, latents, labels=None):
        """Images float32 [B, H, W, C] in [-1, 1] of latents [B, latent_dim].

        Args:
            latents: to draw images of.
            labels: integers [B] or one for all, for a generator that takes labels.
        """
        labels = self.labels(len(latents), labels)
        asked = {} if labels is None else {"labels": labels}
        return self._examples("serving_default", latents=latents, **asked)

    def labels(self, num: int, label=None):
        """Labels [num] of so many samples; None if the generator takes none.

        Args:
            num: as for a call.
            label: as for a call.
        """
        if num < 1:
            raise ValueError(f"`num` is at least 1. Received: {num}")
        check_fits(num, (self.card.get("latent_dim", 0) + 2,), 4)  # And int64 labels.
        if "labels" not in self.specs("serving_default"):
            if label is not None:
                raise ValueError(
                    f"{self.card.get('name', self.path)} takes no labels. Received "
                    f"label={label!r}; leave it out, or load a conditional generator."
                )
            return None
        return class_names.to_labels(self.card, num, label)


class LoadedTranslator(LoadedModel):
    """A saved generator from images to images: `translator(sources, seed=3)`."""

    usage = "translator(sources, seed=0)"

    def __call__(self, sources, seed: int = 0):
        """Translations: uint8 images [B, H, W, C].

        Args:
            sources: images float32 [B, H, W, C] in [-1, 1], or uint8.
            seed: of the generator's dropout; the same seed gives the same images.
        """
        sources, seed = self._to_float(sources), sampling.seed(seed)
        return self._examples("sample", sources=sources, seed=seed)

    def sources_to_images(self, sources):
        """Images float32 [B, H, W, C] in [-1, 1], with the noise of seed 0."""
        return self._examples("serving_default", sources=self._to_float(sources))


class LoadedClassifier(LoadedModel):
    """A saved classifier: `classifier(images)`."""

    usage = "classifier(images)"

    def __call__(self, images):
        """Labels int64 [B].

        Args:
            images: float32 [B, H, W, C] in [-1, 1], or uint8.
        """
        found = self.classify(images)
        if "labels" not in found:
            raise self._lacks("output 'labels'", found)
        return found["labels"]

    def classify(self, images) -> dict:
        """What the classifier says of images.

        Returns:
            dict of `probabilities` float32 [B, K], `labels` int64 [B] and, if the
            network has a layer of this name, `features` float32 [B, d].
        """
        return self.call("serving_default", images=self._to_float(images))
