"""Signatures of saved models, for each type of product.

They are plain functions of tensors, which name their outputs, unlike Keras's own
export. All noise is a pure function of a `seed` argument.
"""

import keras
import tensorflow as tf

from tfgan_zoo import sampling
from tfgan_zoo.export.batching import batched


def of(product, batching: bool = False) -> dict:
    """Name of each signature of a product and its `tf.function`.

    Args:
        product: a `sampling.Sampler`, `Translator` or `Classifier`.
        batching: as for `export.save`; for samplers.
    """
    if isinstance(product, sampling.Sampler):
        return _of_sampler(product, batching)
    if isinstance(product, sampling.Translator):
        return _of_translator(product)
    return _of_classifier(product.network)


def _of_sampler(product, batching):
    """A generator of images or points from latents, and from labels if it asks."""
    specs = [tf.TensorSpec((None, product.latent_dim), tf.float32, "latents")]
    scalars = [tf.TensorSpec((), tf.int64, name) for name in ("num", "seed")]
    if product.conditional:
        specs.append(tf.TensorSpec((None,), tf.int64, "labels"))
        scalars.append(tf.TensorSpec((), tf.int64, "label"))

    def generate(*inputs):
        inputs = inputs if product.conditional else inputs[0]
        return product.network(inputs, training=False)

    def draw(num, seed, *label):
        z = product.prior.sample((num, product.latent_dim), (seed, 0))
        return generate(z, *(tf.fill([num], one) for one in label))

    served = batched(generate, specs) if batching else generate
    shape = product.network.outputs[0].shape[1:]
    return _of_examples(shape, (served, specs), (draw, scalars))


def _of_translator(product):
    """A generator from images to images, whose noise is the dropout of its layers."""
    network = product.network
    sources = tf.TensorSpec(network.inputs[0].shape, tf.float32, "sources")
    seed = tf.TensorSpec((), tf.int64, "seed")

    def of_seed_0(sources):
        return product.translate(sources, tf.constant(0, tf.int64))

    def translate(sources, seed):
        return product.translate(sources, seed)

    shape = network.outputs[0].shape[1:]
    return _of_examples(shape, (of_seed_0, [sources]), (translate, [sources, seed]))


def _of_classifier(network):
    """A network from images to the logits of K classes, and to its layer "features"."""
    ends = {"logits": network.output}
    if any(layer.name == "features" for layer in network.layers):
        ends["features"] = network.get_layer("features").output
    both = keras.Model(network.inputs, ends)
    images = tf.TensorSpec(network.inputs[0].shape, tf.float32, "images")

    def classify(images):
        ends = both(images, training=False)
        ends = {name: tf.cast(end, tf.float32) for name, end in ends.items()}
        logits = ends.pop("logits")
        probabilities, labels = tf.nn.softmax(logits), tf.argmax(logits, axis=-1)
        return {**ends, "probabilities": probabilities, "labels": labels}

    return {"serving_default": _signature(classify, [images])}


def _of_examples(shape, default, seeded):
    """Signatures of what makes examples of a shape, images or points.

    Args:
        shape: of an example.
        default: function to examples, and the specs of its inputs.
        seeded: another, of which one input is `seed`.
    """
    kind = "images" if len(shape) == 3 else "points"
    (function, specs), (draw, seeded_specs) = default, seeded

    def generate(*inputs):
        return {kind: function(*inputs)}

    def sample(*inputs):
        examples = draw(*inputs)
        if kind == "images":  # As bytes; points as they are.
            scaled = tf.round(tf.clip_by_value((examples + 1) * 127.5, 0, 255))
            examples = tf.cast(scaled, tf.uint8)
        return {kind: examples}

    def png(*inputs):
        encode, images = tf.io.encode_png, sample(*inputs)["images"]
        return {"image_bytes": tf.map_fn(encode, images, fn_output_signature=tf.string)}

    signatures = {
        "serving_default": _signature(generate, specs),
        "sample": _signature(sample, seeded_specs),
    }
    if kind == "images" and shape[-1] <= 4:
        signatures["png"] = _signature(png, seeded_specs)
    return signatures


def _signature(function, specs):
    # AutoGraph would rewrite the code of every layer, of which training needs none.
    return tf.function(function, input_signature=specs, autograph=False)
