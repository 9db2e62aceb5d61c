"""Spectral normalisation by reparametrisation."""

import keras
from keras import ops

from tfgan_zoo.layers.reparametrized import Reparametrized

_WARM_START = 30


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class SpectralNormalization(Reparametrized):
    """Divides a layer's kernel by an estimate of its largest singular value.

        v = W'u / ||W'u||,  u = W v / ||W v||,  sigma = u' W v,  kernel = W / sigma

    Miyato et al. (2018), "Spectral Normalization for Generative Adversarial Networks",
    https://arxiv.org/abs/1802.05957, algorithm 1, where W is the kernel as a matrix
    [out, rest]. The weight W is never overwritten; gradients flow through sigma, with
    u and v as constants (section 2.3); u is a saved weight that moves in training
    calls alone.

    Args:
        layer: a `Dense`, `Conv2D` or `Conv2DTranspose`.
        power_iterations: updates of u in each training call.
        epsilon: the least length that is divided by.
        **kwargs: of `keras.layers.Layer`.

    Departures: u starts not at random but after 30 iterations from a random vector.
    One step from a random vector gives too small a sigma, so the first critics would
    be steeper than they are said to be; later W moves slowly, and one step suffices.
    `keras.layers.SpectralNormalization` and tensorflow-addons are something else: they
    overwrite W by W / sigma in each call, and gradients do not see sigma.
    """

    def __init__(self, layer, power_iterations=1, epsilon=1e-12, **kwargs):
        super().__init__(layer, **kwargs)
        if power_iterations < 1:
            raise ValueError(
                f"`power_iterations` is at least 1. Received: {power_iterations}"
            )
        self.power_iterations = power_iterations
        self.epsilon = epsilon

    def build(self, input_shape):
        super().build(input_shape)
        self.u = self.add_weight(
            name="u",
            shape=(self.units,),
            initializer=self._warm_start,
            trainable=False,
            autocast=False,
            aggregation="only_first_replica",
        )

    def call(self, inputs, training=False):
        matrix = self.matrix()
        constant = ops.stop_gradient(matrix)
        u = ops.convert_to_tensor(self.u)
        v = self._unit(ops.matmul(u, constant))
        if training:
            u = self._unit(ops.matmul(constant, v))
            v, u = self._iterate(constant, v, u, self.power_iterations - 1)
            self.u.assign(u)
        sigma = ops.sum(u * ops.matmul(matrix, v))
        kernel = self.weight() / ops.maximum(sigma, self.epsilon)
        return self.call_with(kernel, inputs)

    def get_config(self):
        config = {"power_iterations": self.power_iterations, "epsilon": self.epsilon}
        return {**super().get_config(), **config}

    def _warm_start(self, shape, dtype=None):
        random = keras.initializers.RandomNormal(stddev=1.0)(shape, dtype=dtype)
        _, u = self._iterate(self.matrix(), None, self._unit(random), _WARM_START)
        return u

    def _iterate(self, matrix, v, u, times):
        for _ in range(times):
            v = self._unit(ops.matmul(u, matrix))
            u = self._unit(ops.matmul(matrix, v))
        return v, u

    def _unit(self, vector):
        return vector / ops.maximum(ops.norm(vector), self.epsilon)
