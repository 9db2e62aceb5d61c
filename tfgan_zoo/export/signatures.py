"""Signatures of saved models: one module for each type of product.

Each is a `tf.Module`, which stores a weight once and names its outputs, both unlike
Keras's own export. All noise is a pure function of a `seed` argument.
"""

import keras
import tensorflow as tf

from tfgan_zoo import sampling
from tfgan_zoo.export.batching import together


class Sampler(tf.Module):
    """A generator of images or points from latents, and from labels if it asks."""

    def __init__(self, product: sampling.Sampler, batching: bool = False):
        super().__init__()
        generator = product.network
        self._weights = [weight.value for weight in generator.variables]
        self._latent_dim, self._prior = product.latent_dim, product.prior
        self._shape = generator.outputs[0].shape[1:]
        self._specs = [tf.TensorSpec((None, self._latent_dim), tf.float32, "latents")]
        if product.conditional:
            self._specs.append(tf.TensorSpec((None,), tf.int64, "labels"))
        self._network = lambda *inputs: generator(
            inputs if len(inputs) > 1 else inputs[0], training=False
        )
        self._alone_or_together = (
            together(self._network, self._specs) if batching else self._network
        )

    def signatures(self) -> dict:
        """Name of each signature and its function."""
        scalars = [tf.TensorSpec((), tf.int64, name) for name in ("num", "seed")]
        if len(self._specs) == 2:
            scalars.append(tf.TensorSpec((), tf.int64, "label"))
        chosen = {
            "serving_default": self.generate.get_concrete_function(*self._specs),
            "sample": self.sample.get_concrete_function(*scalars),
        }
        if _is_picture(self._shape):
            chosen["png"] = self.png.get_concrete_function(*scalars)
        return chosen

    @tf.function
    def generate(self, latents, labels=None):
        """`serving_default`."""
        inputs = (latents,) if labels is None else (latents, labels)
        return {self._named(): self._alone_or_together(*inputs)}

    @tf.function
    def sample(self, num, seed, label=None):
        """Images as bytes, points as they are."""
        z = self._prior.sample((num, self._latent_dim), (seed, 0))
        outputs = self._network(*([z] if label is None else [z, tf.fill([num], label)]))
        images = self._named() == "images"
        return {self._named(): _to_bytes(outputs) if images else outputs}

    def _named(self):
        return "images" if len(self._shape) == 3 else "points"

    @tf.function
    def png(self, num, seed, label=None):
        """Encoded images."""
        return {"image_bytes": _encode(self.sample(num, seed, label)["images"])}


class Translator(tf.Module):
    """A generator from images to images, whose noise is the dropout of its layers."""

    def __init__(self, product: sampling.Translator):
        super().__init__()
        generator = product.network
        self._weights = [weight.value for weight in generator.variables]
        self._generator = lambda sources, seed: _with_seed(generator, sources, seed)
        self._spec = tf.TensorSpec(generator.inputs[0].shape, tf.float32, "sources")
        self._shape = generator.outputs[0].shape[1:]

    def signatures(self) -> dict:
        """Name of each signature and its function."""
        seed = tf.TensorSpec((), tf.int64, "seed")
        chosen = {
            "serving_default": self.translate.get_concrete_function(self._spec),
            "sample": self.sample.get_concrete_function(self._spec, seed),
        }
        if _is_picture(self._shape):
            chosen["png"] = self.png.get_concrete_function(self._spec, seed)
        return chosen

    @tf.function
    def translate(self, sources):
        """`serving_default`: with the noise of seed 0."""
        return {"images": self._generator(sources, tf.constant(0, tf.int64))}

    @tf.function
    def sample(self, sources, seed):
        """Images as bytes."""
        return {"images": _to_bytes(self._generator(sources, seed))}

    @tf.function
    def png(self, sources, seed):
        """Encoded images."""
        return {"image_bytes": _encode(self.sample(sources, seed)["images"])}


class Classifier(tf.Module):
    """A network from images to the logits of K classes, and to its layer "features"."""

    def __init__(self, product: sampling.Classifier):
        super().__init__()
        network = product.network
        self._weights = [weight.value for weight in network.variables]
        ends = {"logits": network.output}
        if any(layer.name == "features" for layer in network.layers):
            ends["features"] = network.get_layer("features").output
        both = keras.Model(network.inputs, ends)
        self._network = lambda images: both(images, training=False)
        self._spec = tf.TensorSpec(network.inputs[0].shape, tf.float32, "images")

    def signatures(self) -> dict:
        """Name of each signature and its function."""
        return {"serving_default": self.classify.get_concrete_function(self._spec)}

    @tf.function
    def classify(self, images):
        """`serving_default`."""
        ends = self._network(images)
        ends = {name: tf.cast(end, tf.float32) for name, end in ends.items()}
        logits = ends.pop("logits")
        return {
            **ends,
            "probabilities": tf.nn.softmax(logits),
            "labels": tf.argmax(logits, axis=-1),
        }


# What a product of each type answers to.
OF = {
    sampling.Sampler: Sampler,
    sampling.Translator: Translator,
    sampling.Classifier: Classifier,
}


def _with_seed(generator, sources, seed):
    """Calls a network whose layers count their calls, at the count `seed`."""
    state = [
        seed if variable.name == "calls" else variable.value
        for variable in generator.non_trainable_variables
    ]
    outputs, _ = generator.stateless_call(
        [variable.value for variable in generator.trainable_variables],
        state,
        sources,
        training=False,
    )
    return outputs


def _is_picture(shape):
    return len(shape) == 3 and shape[-1] <= 4


def _to_bytes(images):
    scaled = tf.round(tf.clip_by_value((images + 1) * 127.5, 0, 255))
    return tf.cast(scaled, tf.uint8)


def _encode(images):
    return tf.map_fn(tf.io.encode_png, images, fn_output_signature=tf.string)
