"""Toy networks and data for tests of objectives."""

import functools

import keras
import numpy as np
import tensorflow as tf
from keras import layers

import pipelines


class Bias(layers.Layer):
    """G(z) = b for every latent."""

    def build(self, input_shape):
        self.b = self.add_weight(name="b", shape=(1,), initializer="zeros")

    def call(self, inputs):
        return self.b + 0 * inputs


def scalar_networks(w: float, b: float):
    """A generator G(z) = b and a critic f(x) = w x, on one-dimensional points."""
    latents = keras.Input((1,), name="latents")
    generator = keras.Model(latents, Bias()(latents))
    points = keras.Input((1,), name="points")
    output = layers.Dense(1, use_bias=False)(points)
    critic = keras.Model(points, output)
    generator.set_weights([np.array([b])])
    critic.set_weights([np.array([[w]])])
    return generator, critic


def dense(units, seed, activation=None, name=None):
    init = keras.initializers.GlorotUniform(seed=seed)
    return layers.Dense(
        units, activation=activation, kernel_initializer=init, name=name
    )


def point_networks(seed=0, example=None):
    """Smooth networks without normalisation, on points in the plane.

    Args:
        seed: of the weights.
        example: structure of the examples, as of an objective.
    """
    seed = seed * 100
    latents = keras.Input((4,), name="latents")
    hidden = dense(16, seed, "tanh")(latents)
    # Named: TensorFlow adds gradients up in the order of names, and Keras numbers those
    # of unnamed networks through the process.
    generator = keras.Model(latents, dense(2, seed + 1)(hidden), name="generator")

    points = keras.Input((2,), name="points")
    sources = keras.Input((4,), name="sources")
    paired = example == ("sources", "targets")
    inputs = [sources, points] if paired else points
    joined = layers.Concatenate()(inputs) if paired else points
    hidden = dense(16, seed + 2, "tanh", name="features")(joined)
    outputs = 3 if example == FEW_LABELS else 1
    scores = dense(outputs, seed + 3)(hidden)
    return generator, keras.Model(inputs, scores, name="discriminator")


FEW_LABELS = (("images", "labels"), "unlabelled")


def compiled(objective, *, optimizer=None, **kwargs):
    """An objective over `point_networks`, trained by SGD unless told otherwise."""
    optimizer = optimizer or (lambda: keras.optimizers.SGD(0.05))
    gan = objective(*point_networks(example=objective.example), seed=7, **kwargs)
    gan.compile(optimizer(), optimizer())
    return gan


def examples_of(objective, points):
    """Points as examples of an objective: the rest of an example follows from them."""
    if objective.example is None:
        return points
    if objective.example == ("sources", "targets"):
        return tf.concat([tf.sin(points), tf.cos(points)], axis=1), points
    if objective.example == FEW_LABELS:
        labels = tf.cast(points[:, 0] > 1, tf.int64)
        return (points, labels), tf.roll(points, 1, axis=1)
    raise NotImplementedError(
        f"{objective.__name__} has examples of a new kind, {objective.example}; say "
        "here and in `point_networks` what they are in the plane."
    )


def point_data(batch_size, objective=None, *, start_step=0, replica=0, replicas=1):
    """An endless stream of batches, a function of the step."""
    share = batch_size // replicas

    def at(step):
        points = tf.random.stateless_normal(
            (batch_size, 2), [3, tf.cast(step, "int32")]
        )
        points = points[replica * share : (replica + 1) * share] * 0.5 + 1.0
        return points if objective is None else examples_of(objective, points)

    options = tf.data.Options()
    options.autotune.enabled = False
    steps = tf.data.Dataset.range(start_step, 2**40)
    return steps.map(at).prefetch(2).with_options(options)


def distributed_point_data(strategy, batch_size, objective=None):
    """The same stream, each replica reading its own rows."""
    load = functools.partial(point_data, batch_size, objective)
    return pipelines.distribute(load, strategy)


def fit(gan, data, steps, **kwargs):
    """`fit` for some steps, without a progress bar."""
    return gan.fit(
        data, steps_per_epoch=steps, epochs=1, verbose=0, shuffle=False, **kwargs
    )


def state(gan):
    """Every variable of a model and its optimizers, by path, as arrays."""
    optimizers = (gan.generator_optimizer, gan.discriminator_optimizer)
    variables = [*gan.weights, *(v for o in optimizers for v in o.variables)]
    return [np.array(v) for v in variables]


def on_one_device_and_on(strategy, build, steps):
    """Pairs of all variables after some steps: on one device, and on replicas.

    Args:
        strategy: whose replicas share each minibatch.
        build: function to a compiled GAN of points.
        steps: to train.
    """
    one = build()
    fit(one, point_data(8), steps)
    with strategy.scope():
        two = build()
    fit(two, distributed_point_data(strategy, 8), steps)
    return zip(state(one), state(two), strict=True)
