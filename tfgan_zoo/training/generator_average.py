"""A running average of the generator: what is sampled, never what is trained."""

import keras
from keras import ops


class GeneratorAverage(keras.layers.Layer):
    """An exponential moving average of a generator's weights.

    After step t (counted from 0)

        average <- average + (1 - d) (weights - average),
        d = min(decay, (1 + t) / (10 + t)),

    so that the first, random weights are soon forgotten. Other state, as the moving
    statistics of batch normalisation, is an average already and is copied.

    Yazıcı et al. (2019), "The Unusual Effectiveness of Averaging in GAN Training",
    https://arxiv.org/abs/1806.04498. It does not change the game: neither player sees
    it. Departures: the paper's d is constant; its slow start is that of TensorFlow's
    and tensorflow-addons' moving averages.

    Args:
        decay: share of the average that is kept at each step, in [0, 1).
    """

    def __init__(self, decay=0.999, **kwargs):
        super().__init__(trainable=False, **kwargs)
        if not 0 <= decay < 1:
            raise ValueError(f"`decay` is in [0, 1). Received: {decay}")
        self.decay = decay

    def build_from(self, generator):
        """Starts the average at a copy of `generator`, a functional model."""
        self.generator = keras.models.clone_model(generator)
        self.generator.set_weights(generator.get_weights())
        self.generator.trainable = False
        self.built = True

    def follow(self, generator, step):
        """Moves the average one step towards `generator`'s weights."""
        t = ops.cast(step, "float32")
        decay = ops.minimum(self.decay, (1 + t) / (10 + t))
        for mean, weight in zip(self.generator.weights, generator.weights, strict=True):
            if weight.trainable:
                mean.assign(mean + ops.cast(1 - decay, mean.dtype) * (weight - mean))
            else:
                mean.assign(weight)

    def get_config(self):
        return {**super().get_config(), "decay": self.decay}
